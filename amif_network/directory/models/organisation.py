"""Organisations under their official names in each language, from when to when they exist, and who belongs to whom."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual, Localised, active_language, localised, other
from amif_network.core.vocabulary import known_or_empty
from amif_network.directory import choices
from amif_network.directory.folding import first_of, fold, folded, words_of
from amif_network.directory.matching import Match, Matcher, read_name
from amif_network.directory.models.validity import DISORDERED, holds_on, ordered_dates, refuse_disorder, valid_on, validity
from amif_network.directory.viewer import Viewer

if TYPE_CHECKING:
    from amif_network.directory.models.person import Person


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Which organisations exist, for whom and on which day."""

    def visible_to(self, user: Viewer) -> OrganisationQuerySet:
        """Everybody signed in sees every organisation."""
        return self if user.is_authenticated else self.none()

    def valid_on(self, day: date) -> OrganisationQuerySet:
        """Organisations that exist on `day`."""
        return self.filter(valid_on(day))

    def in_network_on(self, day: date) -> OrganisationQuerySet:
        """Members of the knowledge-sharing network on `day`."""
        return self.filter(Q(network_to__isnull=True) | Q(network_to__gte=day), network_from__lte=day)

    def represented_by(self, person: Person | None, on: date | None = None) -> OrganisationQuerySet:
        """Organisations that `person` has an affiliation with on the day `on` (today where not given)."""
        if person is None:
            return self.none()
        return self.filter(pk__in=person.affiliations.valid_on(on or timezone.localdate()).values("organisation"))

    def search(self, text: str) -> OrganisationQuerySet:
        """Organisations whose names, places or aliases, in any language, hold every word of `text`."""
        found = self
        for word in words_of(text):
            alias = OrganisationAlias.objects.filter(organisation=OuterRef("pk"), normalised__contains=word)
            found = found.filter(Q(search_text__contains=word) | Q(Exists(alias)))
        return found

    def by_name(self, lang: str) -> OrganisationQuerySet:
        """Sort on the name shown in `lang`: its place where it has one, so CPAS d'Anvers stands under A."""
        return self.order_by(f"sort_{lang}", "code")

    def for_list(self, lang: str) -> OrganisationQuerySet:
        """Load what a list of organisations shows, in the order of `lang`."""
        return self.defer("loaded").by_name(lang)

    def for_detail(self, lang: str) -> OrganisationQuerySet:
        """Load what the page of one organisation shows, apart from its people."""
        memberships = OrganisationMembership.objects.select_related("parent", "member")
        return self.select_related("successor").prefetch_related(
            "aliases",
            Prefetch("predecessors", queryset=Organisation.objects.by_name(lang)),
            Prefetch("parent_memberships", queryset=memberships.order_by(f"parent__sort_{lang}", "valid_from")),
            Prefetch("member_memberships", queryset=memberships.order_by(f"member__sort_{lang}", "valid_from")),
        )

    def free_code(self, name: str) -> str:
        """Return a code made of `name` that no organisation has yet."""
        stem = slugify(fold(name))[:70] or "organisation"
        taken = set(Organisation.objects.filter(code__startswith=stem).values_list("code", flat=True))
        return next(code for number in count(1) if (code := stem if number == 1 else f"{stem}-{number}") not in taken)

    def enter(self, organisation: Organisation) -> Organisation:
        """Save a new organisation under a free code made of its name.

        A code that somebody else takes at the same moment is passed over: the database decides who was first.
        """
        while True:
            organisation.code = self.free_code(str(organisation))
            try:
                with transaction.atomic():
                    organisation.save(force_insert=True)
            except IntegrityError:
                if not Organisation.objects.filter(code=organisation.code).exists():
                    raise
            else:
                return organisation

    def complete(self, text: str, lang: str) -> OrganisationQuerySet:
        """Organisations that somebody who types `text` may mean: first those whose place or name starts with it."""
        start = read_name(text).core
        at_start = Q(sort_fr__startswith=start) | Q(sort_nl__startswith=start)
        first = Case(When(at_start, then=0), When(search_text__contains=f" {start}", then=1), default=2)
        return self.search(text).defer("loaded", "search_text").order_by(first, f"sort_{lang}", "code")

    def matcher(self, on: date | None = None) -> Matcher:
        """Read all names in one query, to match any number of texts as of the day `on` (today where not given)."""
        matcher = Matcher(on or timezone.localdate())
        aliases = ArrayAgg("aliases__text", filter=Q(aliases__isnull=False), default=Value([]))
        for organisation in self.defer("loaded", "search_text").annotate(alias_texts=aliases).order_by("code"):
            matcher.add(organisation, organisation.alias_texts)
        return matcher

    def match(self, text: str, on: date | None = None) -> Match:
        """Return the organisation that `text` names on the day `on`; for many texts make one `matcher()`."""
        return self.matcher(on).match(text)


class Organisation(models.Model):
    """A CPAS, a federal service or another body the network deals with, under its official names.

    The full and short names are stored whole in each language, the French preposition included
    ("CPAS d'Anvers", "CPAS du Roeulx"): they are never put together from parts (DOMAIN §2.1).
    """

    Kind = choices.Kind
    Regime = choices.Regime
    Region = choices.Region
    Province = choices.Province
    SizeClass = choices.SizeClass

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.SlugField(
        _("code"),
        max_length=80,
        unique=True,
        allow_unicode=False,
        error_messages={"unique": _("Another organisation already has this code.")},
    )
    name_fr = models.CharField(_("full name in French"), max_length=200, blank=True)
    name_nl = models.CharField(_("full name in Dutch"), max_length=200, blank=True)
    name_de = models.CharField(_("full name in German"), max_length=200, blank=True)
    short_fr = models.CharField(
        _("everyday name in French"),
        max_length=120,
        blank=True,
        help_text=_("With its preposition, as it stands in a sentence: CPAS d'Anvers."),
    )
    short_nl = models.CharField(_("everyday name in Dutch"), max_length=120, blank=True)
    short_de = models.CharField(_("everyday name in German"), max_length=120, blank=True)
    city_fr = models.CharField(_("place in French"), max_length=80, blank=True)
    city_nl = models.CharField(_("place in Dutch"), max_length=80, blank=True)
    city_de = models.CharField(_("place in German"), max_length=80, blank=True)
    language_regime = models.CharField(_("language regime"), max_length=20, choices=Regime, blank=True)
    region = models.CharField(_("region"), max_length=20, choices=Region, blank=True)
    province = models.CharField(_("province"), max_length=20, choices=Province, blank=True)
    size_class = models.CharField(_("size"), max_length=10, choices=SizeClass, blank=True)
    website = models.URLField(_("website"), blank=True)
    valid_from = models.DateField(_("exists since"), null=True, blank=True, help_text=_("Empty: since before our records."))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("successor"), null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    network_from = models.DateField(_("member of the network since"), null=True, blank=True)
    network_to = models.DateField(_("member of the network until"), null=True, blank=True)
    # What the reference data last wrote: a column that differs was changed by hand and is left alone.
    loaded = models.JSONField(_("as last loaded"), default=dict, blank=True, editable=False)

    sort_fr = models.GeneratedField(
        expression=first_of("city_fr", "city_nl", "short_fr", "name_fr", "short_nl", "name_nl"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    sort_nl = models.GeneratedField(
        expression=first_of("city_nl", "city_fr", "short_nl", "name_nl", "short_fr", "name_fr"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        expression=folded("short_fr", "short_nl", "short_de", "name_fr", "name_nl", "name_de", "city_fr", "city_nl", "city_de"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = OrganisationQuerySet.as_manager()

    # Only there when OrganisationQuerySet.matcher() loaded the row.
    alias_texts: list[str]

    name = Bilingual()
    short = Bilingual()
    city = Bilingual()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=known_or_empty(
                    kind=choices.Kind,
                    language_regime=choices.Regime,
                    region=choices.Region,
                    province=choices.Province,
                    size_class=choices.SizeClass,
                )
                & ~Q(kind=""),
                name="organisation_choices_known",
            ),
            models.CheckConstraint(
                condition=~Q(name_fr="", name_nl="", short_fr="", short_nl=""),
                name="organisation_has_a_name",
                violation_error_message=_("Give the organisation's name in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=ordered_dates(),
                name="organisation_dates_in_order",
                violation_error_message=DISORDERED,
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="organisation_successor_is_another",
                violation_error_message=_("An organisation cannot succeed itself."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="organisation_with_successor_has_ended",
                violation_error_message=_("An organisation with a successor needs a last day."),
            ),
            models.CheckConstraint(
                condition=Q(network_to__isnull=True) | Q(network_from__isnull=False, network_to__gte=F("network_from")),
                name="organisation_network_dates_in_order",
                violation_error_message=_("The membership of the network cannot end before it starts."),
            ),
        )

    def __str__(self) -> str:
        return self.name_in(active_language())

    def get_absolute_url(self) -> str:
        """Return the address of the organisation's page."""
        return reverse("directory:organisation", args=[self.pk])

    def clean(self) -> None:
        """Refuse dates out of order with a message at the field."""
        refuse_disorder(self.valid_from, self.valid_to)

    def localised_name(self, lang: str) -> Localised:
        """Return the everyday name in `lang` ("CPAS de Gand"), else the full one, else the other language's."""
        return everyday_name(self, lang)

    @property
    def display_name(self) -> Localised:
        """The everyday name in the active language, saying so when it is the other language's."""
        return self.localised_name(active_language())

    @property
    def other_name(self) -> Localised | None:
        """The everyday name in the other language, when there is one and it differs."""
        shown, lang = self.display_name, other(active_language())
        spare = self.localised_name(lang)
        return None if shown.fallback or spare.fallback or spare.text == shown.text else spare

    def name_in(self, lang: str) -> str:
        """Return the everyday name for a text in `lang`, in the other language where there is no other."""
        return self.localised_name(lang).text

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of official correspondence with it, the usual one first; both where its regime is not known."""
        return choices.CORRESPONDENCE[self.language_regime]

    def language_for(self, preferred: str) -> str:
        """Return the language to write to somebody of it: the one they prefer if correspondence may be in it."""
        return preferred if preferred in self.languages else self.languages[0]

    def is_valid_on(self, day: date) -> bool:
        """Say whether the organisation exists on `day`."""
        return holds_on(day, self.valid_from, self.valid_to)

    def in_network_on(self, day: date) -> bool:
        """Say whether the organisation is a member of the network on `day`."""
        return self.network_from is not None and self.network_from <= day and (self.network_to is None or day <= self.network_to)


# The columns that a name is made of.
NAMES = ("name_fr", "name_nl", "short_fr", "short_nl")


def everyday_name(row: object, lang: str, path: str = "") -> Localised:
    """Return the name of an organisation in `lang` as `Organisation.localised_name`, from a row that has NAMES under `path`."""
    short, full = localised(row, f"{path}short", lang), localised(row, f"{path}name", lang)
    if short.text and (not short.fallback or full.fallback or not full.text):
        return short
    return full


class OrganisationAlias(models.Model):
    """Another spelling of an organisation in real documents ("POD MI-IS"); matching reads it, nothing prints it."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField(_("spelling"), max_length=200)
    normalised = models.GeneratedField(
        expression=folded("text"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ("text",)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "normalised"],
                name="alias_once_per_organisation",
                violation_error_message=_("This organisation already has this spelling."),
            ),
            models.CheckConstraint(
                condition=~Q(normalised=""),
                name="alias_has_letters",
                violation_error_message=_("A spelling needs at least one letter or digit."),
            ),
        )

    def __str__(self) -> str:
        return self.text


class OrganisationMembership(models.Model):
    """A municipality's CPAS belongs to an intermunicipal service or network for some time (ZORA)."""

    parent = models.ForeignKey(
        Organisation, verbose_name=_("service or network"), on_delete=models.PROTECT, related_name="member_memberships"
    )
    member = models.ForeignKey(
        Organisation, verbose_name=_("member"), on_delete=models.PROTECT, related_name="parent_memberships"
    )
    valid_from = models.DateField(_("since"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.CheckConstraint(
                condition=~Q(parent=F("member")),
                name="membership_between_two",
                violation_error_message=_("An organisation cannot be a member of itself."),
            ),
            models.CheckConstraint(
                condition=ordered_dates(),
                name="membership_dates_in_order",
                violation_error_message=DISORDERED,
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("parent", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This membership overlaps another one of the same two organisations."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.parent}"

    def clean(self) -> None:
        """Refuse dates out of order with a message at the field."""
        refuse_disorder(self.valid_from, self.valid_to)

    def is_valid_on(self, day: date) -> bool:
        """Say whether the membership holds on `day`."""
        return holds_on(day, self.valid_from, self.valid_to)
