"""The tables of the paper of a partnership: who its parties are, what they agreed on, who signed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Choice, Column, Moment, OrganisationName, PersonName, Year
from projects.exchange.columns import Day

from ..actions import agreements, parties
from ..models import Agreement, Partnership, Party, Signature
from ..models.choices import LogSubject, Role
from .rows import CODE, LongText, OfPartner, OfPartnership
from .standing import raise_state


class Paper(OfPartnership):
    """Rows without which a partnership does not have its state."""

    def finish(self) -> None:
        """Let the partnerships have their state, where this was the last of their paper."""
        raise_state(self)

    def refuse_old(self, record: Any, partnership: Partnership) -> None:
        """Refuse a new row of a partnership that is there already. Raises ValidationError."""
        if not self.is_new(partnership):
            raise ValidationError(
                _("This partnership is in the portal already: enter this on its page, so that all sides see it.")
            )

    def restore(self, record: Model, partnership: Partnership, subject: str, party: Party | None = None) -> None:
        """Save a row that came in with its partnership."""
        record.save()
        self.write_log(record, partnership, subject, party)


class Parties(Paper):
    """The organisations of a partnership, and who answers for each."""

    name = "parties"
    title = gettext_lazy("Parties")
    model = Party
    keys = ("partnership", "organisation")
    closed = (("role",), gettext_lazy("The side of an organisation changes on the page of the partnership, not by an import."))
    loaded = ("organisation", "owner", "contact")
    order = ("role", "pk")

    partnership = Column("partnership__code", CODE, shown=True)
    organisation = Column("organisation", gettext_lazy("organisation: code or name"), OrganisationName(), needed=True)
    role = Column("role", gettext_lazy("side"), Choice(Role), needed=True)
    owner = Column("owner", gettext_lazy("person in charge: first name and name"), PersonName())
    contact = Column("contact", gettext_lazy("contact: first name and name"), PersonName())

    def existing(self) -> Any:
        """Return the parties of the partnerships that the file names."""
        return self.alliances.parties.values()

    def begin(self, row: dict[str, Any]) -> Party:
        """Return a new party."""
        return Party(partnership=self.alliances.partnership(read_text(row.get("partnership"))))

    def keep(self, record: Party, *, new: bool) -> None:
        """Save it; of a partnership that is there already, only its people change."""
        if not new:
            parties.name_people(record, by=self.world.by, at=self.world.at)
            return
        self.refuse_old(record, record.partnership)
        self.restore(record, record.partnership, LogSubject.PARTY)
        self.alliances.add_party(record)


class Agreements(Paper):
    """The versions of the text that the parties sign."""

    name = "agreements"
    title = gettext_lazy("Agreements")
    model = Agreement
    keys = ("partnership", "version")
    closed = ("*", gettext_lazy("A text changes on the page of its partnership, not by an import."))
    order = ("version",)

    partnership = Column("partnership__code", CODE, shown=True)
    version = Column("version", gettext_lazy("version: 1, 2, …"), Year(), needed=True)
    text_fr = Column("text_fr", gettext_lazy("text in French"), LongText())
    text_nl = Column("text_nl", gettext_lazy("text in Dutch"), LongText())
    written_at = Column("written_at", gettext_lazy("written on"), Moment())

    def begin(self, row: dict[str, Any]) -> Agreement:
        """Return a new version."""
        partnership = self.alliances.partnership(read_text(row.get("partnership")))
        return Agreement(partnership=partnership, written_by=self.world.by)

    def import_instance(self, instance: Agreement, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row; its fingerprint is computed."""
        super().import_instance(instance, row, **kwargs)
        instance.text_hash = agreements.hash_of(instance.text_fr, instance.text_nl)
        instance.written_at = instance.written_at or self.world.at

    def keep(self, record: Agreement, *, new: bool) -> None:
        """Save a version that came in with its partnership."""
        self.refuse_old(record, record.partnership)
        self.restore(record, record.partnership, LogSubject.AGREEMENT)


class Signatures(OfPartner, Paper):
    """Who signed which version."""

    name = "signatures"
    title = gettext_lazy("Signatures")
    model = Signature
    path = "agreement__partnership"
    keys = ("partnership", "partner", "version")
    closed = ("*", gettext_lazy("A signature is never changed: write a new version of the text, and have it signed."))
    loaded = ("party__organisation", "signatory")
    order = ("agreement__version", "signed_on", "pk")

    partnership = Column("agreement__partnership__code", CODE, shown=True)
    version = Column("agreement__version", gettext_lazy("version: 1, 2, …"), Year(), shown=True)
    signed_on = Column("signed_on", gettext_lazy("signed on"), Day(), needed=True)
    signatory = Column("signatory", gettext_lazy("signed by: first name and name"), PersonName())

    def key(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Return what names a signature; a version is a number."""
        *parts, version = super().key(row)
        return (*parts, int(version) if str(version).isdecimal() else version)

    def begin(self, row: dict[str, Any]) -> Signature:
        """Return a new signature under the text of its version."""
        party, version = self.party_of(row), read_text(row.get("version"))
        found = Agreement.objects.filter(
            partnership=party.partnership, version=int(version) if version.isdecimal() else 0
        ).first()
        if found is None:
            raise ValueError(
                _("There is no version %(version)s of this agreement. Put it on the sheet “agreements”.") % {"version": version}
            )
        return Signature(
            agreement=found, party=party, text_hash=found.text_hash, recorded_by=self.world.by, recorded_at=self.world.at
        )

    def stateful(self, record: Signature) -> Partnership:
        """Return the partnership."""
        return record.party.partnership

    def keep(self, record: Signature, *, new: bool) -> None:
        """Save a signature that came in with its partnership, or record one under the text that stands."""
        partnership, world = record.party.partnership, self.world
        if self.is_new(partnership):
            self.restore(record, partnership, LogSubject.AGREEMENT)
            return
        if record.agreement != agreements.current(partnership):
            raise ValidationError({"version": _("Another version of the text stands by now: the parties sign that one.")})
        agreements.sign(
            partnership, party=record.party, text_hash=record.text_hash, signed_on=record.signed_on, signatory=record.signatory,
            by=world.by, at=world.at,
        )  # fmt: skip
