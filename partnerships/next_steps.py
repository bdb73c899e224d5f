"""What a person must do with a partnership, and what they wait for: a pure function of its facts and their side (UX §1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.core.formats import format_list

from .models.choices import FINISHED, Activity, Formal


class Side(StrEnum):
    """From where somebody looks at a partnership."""

    HOST = "host"
    PARTNER = "partner"
    READER = "reader"
    COORDINATION = "coordination"


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides besides the state.

    `unsigned`: the parties that have not signed the text that stands, `own_unsigned` those the person acts for; claims and
    months are counts of what waits for the person's own side (`to_decide`, `to_correct`, `to_confirm`) or for the other.
    """

    activity: str = Activity.NOT_STARTED
    has_text: bool = True
    has_period: bool = True
    unsigned: Sequence[str] = ()
    own_unsigned: Sequence[str] = ()
    without_owner: Sequence[str] = ()
    to_decide: int = 0
    to_correct: int = 0
    to_confirm: int = 0
    decided_by_host: int = 0
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence, the page that does it by its name in the addresses ("" for none), its label, and the step where it is one."""

    sentence: str
    page: str = ""
    label: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What one must do, and what one waits for."""

    must: list[Task]
    waits: list[Task]

    @property
    def first(self) -> str:
        """The page or step that comes next: its button is the one that stands out; "" where one only waits."""
        return (self.must[0].step or self.must[0].page) if self.must else ""


def next_steps(state: str, side: Side, standing: Standing, can: Collection[str], lang: str) -> NextSteps:
    """Return the sentences for a person on `side`; who only reads the partnership has nothing to do."""
    if side == Side.READER:
        return NextSteps([], [])
    must = [*_on_paper(state, side, standing, can, lang), *_of_money(side, standing), *_of_people(side, standing, can, lang)]
    return NextSteps(must, _waits(state, side, standing, lang))


def _on_paper(state: str, side: Side, standing: Standing, can: Collection[str], lang: str) -> list[Task]:
    if state in (Formal.TO_SIGN, Formal.AMENDED) and standing.own_unsigned and "sign" in can:
        if side == Side.COORDINATION:
            sentence = _("Still to sign: %(names)s.") % {"names": format_list(standing.own_unsigned, lang)}
            return [Task(sentence, "signature-new", _("Record a signature"))]
        return [
            Task(_("Sign the agreement, or record the day on which you signed it."), "signature-new", _("Record a signature"))
        ]
    if "edit" not in can:
        return []
    return _by_the_host(state, standing)


def _by_the_host(state: str, standing: Standing) -> list[Task]:
    """What moves the paper: the host's, or the coordination's for it."""
    if standing.activity == Activity.OVER and state in (Formal.SIGNED, Formal.AMENDED, Formal.TO_SIGN):
        return [Task(_("The last day has passed: note that the partnership has ended."), step="end")]
    if state == Formal.IDEA:
        return [Task(_("Start the negotiation once host and partners are named."), step="negotiate")]
    if state == Formal.NEGOTIATING and not standing.has_period:
        return [Task(_("Say from when to when you work together."), "partnership-edit", _("Change the partnership"))]
    if state == Formal.NEGOTIATING and not standing.has_text:
        return [Task(_("Write the text of the agreement."), "agreement-new", _("Write the agreement"))]
    if state == Formal.NEGOTIATING:
        return [Task(_("Note that the text is agreed, once all parties accept it."), step="agree")]
    if state == Formal.TEXT_AGREED:
        return [Task(_("Put the text to sign."), step="put_to_sign")]
    return []


def _of_money(side: Side, standing: Standing) -> list[Task]:
    """Claims and months that wait for the side of the person."""
    found = []
    if standing.to_decide and side != Side.PARTNER:
        count = ngettext("%(count)d claim waits for your answer.", "%(count)d claims wait for your answer.", standing.to_decide)
        found.append(Task(count % {"count": standing.to_decide}, "#money"))
    if standing.to_correct and side != Side.HOST:
        count = ngettext("%(count)d claim came back to you.", "%(count)d claims came back to you.", standing.to_correct)
        found.append(Task(count % {"count": standing.to_correct}, "#money"))
    if standing.to_confirm and side != Side.PARTNER:
        count = ngettext(
            "%(count)d month of presence waits for your confirmation.",
            "%(count)d months of presence wait for your confirmation.",
            standing.to_confirm,
        )
        found.append(Task(count % {"count": standing.to_confirm}, "#presence"))
    return found


def _of_people(side: Side, standing: Standing, can: Collection[str], lang: str) -> list[Task]:
    if not standing.without_owner or "follow" not in can:
        return []
    if side == Side.COORDINATION:
        sentence = _("Nobody is in charge at: %(names)s.") % {"names": format_list(standing.without_owner, lang)}
        return [Task(sentence, "#people")]
    return [Task(_("Name the person in charge at your organisation."), "#people")]


def _waits(state: str, side: Side, standing: Standing, lang: str) -> list[Task]:
    found = []
    others = [name for name in standing.unsigned if name not in standing.own_unsigned]
    if state in (Formal.TO_SIGN, Formal.AMENDED) and others:
        found.append(Task(_("Not signed yet by: %(names)s.") % {"names": format_list(others, lang)}))
    if side == Side.PARTNER and state == Formal.NEGOTIATING:
        found.append(Task(_("The host writes the text of the agreement.")))
    if side == Side.PARTNER and state == Formal.TEXT_AGREED:
        found.append(Task(_("The host puts the text to sign.")))
    if side == Side.PARTNER and standing.decided_by_host:
        count = ngettext("The host answers %(count)d claim.", "The host answers %(count)d claims.", standing.decided_by_host)
        found.append(Task(count % {"count": standing.decided_by_host}))
    if state not in FINISHED and standing.activity == Activity.NOT_STARTED and state == Formal.SIGNED:
        found.append(Task(_("The first day.")))
    return found
