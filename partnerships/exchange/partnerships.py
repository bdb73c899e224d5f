"""The table of partnerships."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.workflow import take_over
from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Choice, Column, Line, Text, Tick
from projects.exchange.columns import Day

from ..actions import partnerships as actions
from ..models import Partnership
from ..models.choices import Form, Formal, LogSubject, Role
from .rows import CODE, OfPartnerships
from .standing import complete, raise_state

# Where the paper has to be complete before the state can be so.
WITHOUT_SIDES = (Formal.IDEA, Formal.ABANDONED)


class Forms(Line):
    """Forms of working together, separated by commas."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the forms in the order of their vocabulary. Raises ValueError naming what is possible."""
        texts = [text.strip() for text in read_text(value).replace(";", ",").split(",")]
        found = {Choice(Form).clean(text) for text in texts if text}
        return [form for form in Form.values if form in found]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the forms, in that order too."""
        return ", ".join(form for form in Form.values if form in (value or ())) or None


class Partnerships(OfPartnerships):
    """Partnerships. A new one comes in with the state it has; afterwards the state follows the workflow."""

    name = "partnerships"
    title = gettext_lazy("Partnerships")
    model = Partnership
    keys = ("partnership",)
    closed = (("state", "end_reason"), gettext_lazy("The state of a partnership changes on its page, not by an import."))

    partnership = Column("code", CODE, needed=True)
    title_fr = Column("title_fr", gettext_lazy("title in French"))
    title_nl = Column("title_nl", gettext_lazy("title in Dutch"))
    objective_fr = Column("objective_fr", gettext_lazy("objective in French"), Text())
    objective_nl = Column("objective_nl", gettext_lazy("objective in Dutch"), Text())
    programme = Column("call__programme__code", gettext_lazy("code of the programme"), shown=True)
    call = Column("call__number", gettext_lazy("number of the call"), shown=True)
    project = Column("project__code", gettext_lazy("code of the project"), shown=True)
    forms = Column("forms", gettext_lazy("forms of working together, separated by commas"), Forms(), needed=True)
    starts_on = Column("starts_on", gettext_lazy("first day"), Day())
    ends_on = Column("ends_on", gettext_lazy("last day"), Day())
    renewal_of = Column("predecessor__code", gettext_lazy("code of the partnership that it renews"), shown=True)
    supplement = Column("with_supplement", gettext_lazy("with a supplement for partnerships: true or false"), Tick())
    state = Column("state", gettext_lazy("state on paper; read for a new one only"), Choice(Formal), empty=Formal.IDEA)
    end_reason = Column("end_reason", gettext_lazy("why it ended; read for a new one only"), Text())

    @classmethod
    def everything(cls, user: User) -> Any:
        """Return the partnerships that `user` may see; what a renewal follows stands before it."""
        return cls.rows(Partnership.objects.visible_to(user))

    @classmethod
    def rows(cls, records: Any) -> Any:
        """Return partnerships loaded, in the order of a file."""
        loaded = records.select_related("call__programme", "project", "predecessor")
        return loaded.order_by(F("starts_on").asc(nulls_last=True), "code")

    def existing(self) -> Iterable[Partnership]:
        """Return the partnerships that the file names."""
        return self.alliances.all()

    def begin(self, row: dict[str, Any]) -> Partnership:
        """Return a new partnership, and what it renews."""
        partnership = Partnership(created_by=self.world.by, created_at=self.world.at)
        if code := read_text(row.get("renewal_of")):
            partnership.predecessor = self.alliances.partnership(code)
        return partnership

    def import_instance(self, instance: Partnership, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row, and which call and project it names."""
        super().import_instance(instance, row, **kwargs)
        if "call" in row:
            try:
                instance.call, instance.project = self.alliances.funds(row)
            except ValueError as error:
                raise ValidationError({"call": str(error)}) from error

    def keep(self, record: Partnership, *, new: bool) -> None:
        """Save it; a change is one as on its page."""
        world = self.world
        if not new:
            actions.change(record, by=world.by, at=world.at)
            return
        self._refuse_unready(record)
        # The state waits for the paper, which comes in after it.
        reached = record.state
        take_over(record, Formal.IDEA)
        record.save()
        take_over(record, reached)
        self.alliances.add(record)
        self.write_log(record, record, LogSubject.PARTNERSHIP)

    def finish(self) -> None:
        """Take over the states that need no more than the row itself, or whose rows are not in the file."""
        raise_state(self)

    def _refuse_unready(self, record: Partnership) -> None:
        """Refuse a state for which the file does not hold the paper. Raises ValidationError."""
        if record.state in WITHOUT_SIDES:
            return
        sides = {read_text(cells.get("role")) for cells in self._sheet("parties", record)}
        if not complete({Choice(Role).clean(text) for text in sides}):
            raise ValidationError(
                {"state": _("A partnership needs a host and at least one partner: put them on the sheet “parties”.")}
            )
        if record.state == Formal.SIGNED and not self._is_signed(record):
            sentence = _("A signed partnership needs its agreement and the signature of each party on the sheets of the file.")
            raise ValidationError({"state": sentence})

    def _is_signed(self, record: Partnership) -> bool:
        """Tell whether the file holds, under the last version of the agreement, a signature of each party."""
        versions = [int(text) for text in self._texts("agreements", "version", record) if text.isdecimal()]
        signed = [text for text in self._texts("signatures", "version", record) if versions and text == str(max(versions))]
        return bool(versions) and len(signed) == len(self._sheet("parties", record))

    def _texts(self, sheet: str, column: str, record: Partnership) -> list[str]:
        return [read_text(cells.get(column)) for cells in self._sheet(sheet, record)]

    def _sheet(self, sheet: str, record: Partnership) -> list[dict[str, Any]]:
        return [cells for cells in self.world.cells(sheet) if read_text(cells.get("partnership")) == record.code]
