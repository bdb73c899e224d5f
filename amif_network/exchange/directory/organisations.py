"""The tables of organisations: their names and dates, who succeeds them, their spellings, who belongs to whom."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.directory.choices import Kind, Province, Regime, Region, SizeClass
from amif_network.directory.models import Organisation, OrganisationAlias, OrganisationMembership

from ..cells import read_text
from ..columns import Choice, Column, Day, OrganisationName
from ..table import Plain, Table

CODE = gettext_lazy("organisation: code or name")


class Organisations(Table):
    """Organisations under their official names. The code names one for ever; the names may change."""

    name = "organisations"
    title = gettext_lazy("Organisations")
    model = Organisation
    keys = ("organisation",)

    organisation = Column("code", gettext_lazy("code of the organisation, in small letters, digits and hyphens"), needed=True)
    kind = Column("kind", gettext_lazy("kind"), Choice(Kind), needed=True)
    short_fr = Column("short_fr", gettext_lazy("everyday name in French, with its preposition"))
    short_nl = Column("short_nl", gettext_lazy("everyday name in Dutch"))
    short_de = Column("short_de", gettext_lazy("everyday name in German"))
    name_fr = Column("name_fr", gettext_lazy("full name in French"))
    name_nl = Column("name_nl", gettext_lazy("full name in Dutch"))
    name_de = Column("name_de", gettext_lazy("full name in German"))
    city_fr = Column("city_fr", gettext_lazy("place in French"))
    city_nl = Column("city_nl", gettext_lazy("place in Dutch"))
    city_de = Column("city_de", gettext_lazy("place in German"))
    language_regime = Column("language_regime", gettext_lazy("language regime"), Choice(Regime))
    region = Column("region", gettext_lazy("region"), Choice(Region))
    province = Column("province", gettext_lazy("province"), Choice(Province))
    size_class = Column("size_class", gettext_lazy("size"), Choice(SizeClass))
    website = Column("website", gettext_lazy("website"))
    network_from = Column("network_from", gettext_lazy("member of the network since"), Day())
    network_to = Column("network_to", gettext_lazy("member of the network until"), Day())
    valid_from = Column("valid_from", gettext_lazy("exists since; empty: since before our records"), Day())
    valid_to = Column("valid_to", gettext_lazy("last day"), Day())

    @classmethod
    def everything(cls, user: User) -> models.QuerySet[Organisation]:
        """Return all organisations."""
        return Organisation.objects.visible_to(user).defer("loaded", "search_text", "sort_fr", "sort_nl").order_by("code")

    def existing(self) -> Iterable[Organisation]:
        """Return all organisations: what is looked up is what is changed."""
        return self.world.organisations.values()

    def begin(self, row: dict[str, Any]) -> Organisation:
        """Return a new organisation."""
        return Organisation()

    def keep(self, record: Organisation, *, new: bool) -> None:
        """Save it."""
        record.save()
        if new:
            self.world.add_organisation(record)


class Successors(Table):
    """Who took over the tasks of an organisation that ended. A sheet of its own: the successor may stand further down."""

    name = "successors"
    title = gettext_lazy("Successors of organisations")
    model = Organisation
    keys = ("organisation",)

    organisation = Column("code", gettext_lazy("code of the organisation that ended"), shown=True)
    successor = Column("successor", gettext_lazy("organisation that took over: code or name"), OrganisationName())

    @classmethod
    def everything(cls, user: User) -> models.QuerySet[Organisation]:
        """Return the organisations that have a successor."""
        ended = Organisation.objects.visible_to(user).exclude(successor=None).select_related("successor")
        return ended.defer("loaded", "search_text", "sort_fr", "sort_nl").order_by("code")

    def existing(self) -> Iterable[Organisation]:
        """Return all organisations."""
        return self.world.organisations.values()

    def begin(self, row: dict[str, Any]) -> Organisation:
        """Refuse a code that no organisation has."""
        sentence = _("There is no organisation of the code “%(code)s”. Put it on the sheet “organisations”.")
        raise ValueError(sentence % {"code": read_text(row.get("organisation"))})

    def keep(self, record: Organisation, *, new: bool) -> None:
        """Save it."""
        record.save(update_fields=["successor"])


class Aliases(Plain):
    """Other spellings of organisations, by which they are recognised in documents."""

    name = "aliases"
    title = gettext_lazy("Other spellings of organisations")
    model = OrganisationAlias
    keys = ("organisation", "spelling")

    organisation = Column("organisation", CODE, OrganisationName(), needed=True)
    spelling = Column("text", gettext_lazy("spelling"), needed=True)

    @classmethod
    def everything(cls, user: User) -> models.QuerySet[OrganisationAlias]:
        """Return the spellings of all organisations."""
        rows = OrganisationAlias.objects.filter(organisation__in=Organisation.objects.visible_to(user))
        return rows.select_related("organisation").defer("normalised").order_by("organisation__code", "text", "pk")

    def existing(self) -> Iterable[OrganisationAlias]:
        """Return all spellings."""
        return OrganisationAlias.objects.select_related("organisation")

    def begin(self, row: dict[str, Any]) -> OrganisationAlias:
        """Return a new spelling."""
        return OrganisationAlias()


class Memberships(Table):
    """Which CPAS belongs to which intermunicipal service or network, from when to when."""

    name = "memberships"
    title = gettext_lazy("Memberships of services and networks")
    model = OrganisationMembership
    keys = ("service", "member", "since")

    service = Column("parent", gettext_lazy("service or network: code or name"), OrganisationName(), needed=True)
    member = Column("member", gettext_lazy("member: code or name of the organisation"), OrganisationName(), needed=True)
    since = Column("valid_from", gettext_lazy("since"), Day())
    until = Column("valid_to", gettext_lazy("until"), Day())

    @classmethod
    def everything(cls, user: User) -> models.QuerySet[OrganisationMembership]:
        """Return all memberships."""
        rows = OrganisationMembership.objects.filter(parent__in=Organisation.objects.visible_to(user))
        return rows.select_related("parent", "member").order_by("parent__code", "member__code", "valid_from", "pk")

    def existing(self) -> Iterable[OrganisationMembership]:
        """Return all memberships."""
        return OrganisationMembership.objects.select_related("parent", "member")

    def begin(self, row: dict[str, Any]) -> OrganisationMembership:
        """Return a new membership."""
        return OrganisationMembership()

    def keep(self, record: OrganisationMembership, *, new: bool) -> None:
        """Save it."""
        record.save()
