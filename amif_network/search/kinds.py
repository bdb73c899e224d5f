"""What each kind of the index is called, who may find it, and where it stands.

Rights come before ranking: an entry is looked at only where `visible` holds its record, so that no hit, count or snippet tells
of what somebody may not read. Coordinators find the text of minutes as it stands; everybody else the passages of published
editions, in the version that is meant for them. Entries of the registers are found in full words by those who read them in full
(`meetings.views.registers.entry.read_in_full`); what the public editions say of them is found there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation, Person
from meetings.models import AgendaItem, Attachment, Edition, Idea, Meeting, Promise, Remark, ReviewRequest, SectionText, Signal
from meetings.models.choices import EditionAudience, IdeaState, MeetingState, MinutesState, PromiseState, RemarkState, SignalState
from partnerships.evaluations import readable
from partnerships.models import Agreement, Claim, Evaluation, Partnership, PartnershipDocument
from partnerships.models.choices import ClaimState, Formal, WouldRedo
from projects.models import Call, Project
from projects.models.choices import CallState, ProjectState
from projects.models.project import ProjectDocument

from .models import Entry

# The groups of hits in the order in which they are offered.
GROUPS: dict[str, Lazy] = {
    "minutes": _("Minutes"),
    "remark": _("Remarks"),
    "follow-up": _("Promises, signals and ideas"),
    "document": _("Documents"),
    "meeting": _("Meetings"),
    "call": _("Calls"),
    "project": _("Projects"),
    "partnership": _("Partnerships"),
    "evaluation": _("Evaluations"),
    "organisation": _("Organisations"),
    "person": _("People"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry; `by_place`: its parts are hits of their own."""

    name: str
    group: str
    label: Lazy
    visible: Callable[[User], QuerySet[Any]]
    address: Callable[[Entry, User], str]
    states: type[TextChoices] | None = None
    by_place: bool = False

    def state_label(self, state: str) -> str:
        """Return the word for a state, "" for none."""
        return str(self.states(state).label) if self.states and state else ""


def _for_coordinators(everything: QuerySet[Any], user: User) -> QuerySet[Any]:
    return everything if user.is_coordinating else everything.none()


def _editions(user: User) -> QuerySet[Edition]:
    if user.is_coordinating:
        return Edition.objects.none()
    involved = Meeting.objects.involving(user).values("pk")
    meant_for_them = Q(audience=EditionAudience.INTERNAL) | ~Q(minutes__meeting__in=involved)
    return Edition.objects.visible_to(user).filter(meant_for_them).current()


def _remarks(user: User) -> QuerySet[Remark]:
    if user.is_coordinating:
        return Remark.objects.all()
    return Remark.objects.filter(request__in=ReviewRequest.objects.visible_to(user).values("pk"))


def _in_full(visible: QuerySet[Any], user: User, also: Q | None = None) -> QuerySet[Any]:
    """Return the entries of a register whose every word the person reads."""
    if user.is_coordinating:
        return visible
    if user.role != "member":
        return visible.none()
    involved = Q(meeting__in=Meeting.objects.involving(user).values("pk"))
    return visible.filter(involved | also if also else involved)


def _promises(user: User) -> QuerySet[Promise]:
    if user.is_coordinating:
        return Promise.objects.all()
    return _in_full(Promise.objects.visible_to(user), user, Q(is_mine=True) | Q(is_asked=True))


def _evaluations(user: User) -> QuerySet[Evaluation]:
    # The index holds only what was shared.
    return Evaluation.objects.all() if user.is_coordinating else readable(user)


def _agenda(user: User) -> QuerySet[AgendaItem]:
    if user.is_coordinating:
        return AgendaItem.objects.all()
    return AgendaItem.objects.filter(meeting__in=Meeting.objects.visible_to(user).order_by().values("pk"))


def _page(name: str, parent: bool = False) -> Callable[[Entry, User], str]:
    """Return how to find the page of a record under its name; `parent`: its address names what it is a part of first."""

    def address(entry: Entry, user: User) -> str:
        return reverse(name, args=[entry.parent_id, entry.object_id] if parent else [entry.object_id])

    return address


def _file(name: str) -> Callable[[Entry, User], str]:
    """Return how to find a page of a file: browsers open a PDF there."""
    whole = _page(name, parent=True)
    return lambda entry, user: whole(entry, user) + (f"#page={entry.place}" if entry.place else "")


def _section(entry: Entry, user: User) -> str:
    return f"{reverse('meetings:workspace', args=[entry.parent_id])}#{entry.place}"


def _passage(entry: Entry, user: User) -> str:
    return f"{reverse('meetings:read', args=[entry.parent_id, entry.object_id])}#{entry.place}"


def _meeting_of(entry: Entry, user: User) -> str:
    return reverse("meetings:meeting", args=[entry.parent_id])


def _agreement(entry: Entry, user: User) -> str:
    return reverse("partnerships:agreement", args=[entry.parent_id, entry.place])


def _remark(entry: Entry, user: User) -> str:
    if user.is_coordinating:
        return reverse("meetings:board-remark", args=[entry.parent_id, entry.object_id])
    return reverse("meetings:review", args=[entry.place])


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "section", "minutes", _("Minutes"), lambda user: _for_coordinators(SectionText.objects.all(), user), _section,
            MinutesState, by_place=True,
        ),
        Kind("passage", "minutes", _("Minutes"), _editions, _passage, MinutesState, by_place=True),
        Kind("remark", "remark", _("Remark"), _remarks, _remark, RemarkState),
        Kind("promise", "follow-up", _("Promise"), _promises, _page("meetings:promise"), PromiseState),
        Kind(
            "signal", "follow-up", _("Signal"), lambda user: _in_full(Signal.objects.visible_to(user), user),
            _page("meetings:signal"), SignalState,
        ),
        Kind(
            "idea", "follow-up", _("Idea"), lambda user: _in_full(Idea.objects.visible_to(user), user),
            _page("meetings:idea"), IdeaState,
        ),
        Kind(
            "attachment", "document", _("Document"), Attachment.objects.visible_to,
            _file("meetings:attachment"), by_place=True,
        ),
        Kind(
            "projectfile", "document", _("Document"), ProjectDocument.objects.visible_to,
            _file("projects:document"), by_place=True,
        ),
        Kind(
            "partnerfile", "document", _("Document"), PartnershipDocument.objects.visible_to,
            _file("partnerships:document"), by_place=True,
        ),
        Kind(
            "meeting", "meeting", _("Meeting"), Meeting.objects.visible_to, _page("meetings:meeting"),
            MeetingState,
        ),
        Kind("agenda", "meeting", _("Agenda item"), _agenda, _meeting_of),
        Kind("call", "call", _("Call"), Call.objects.visible_to, _page("projects:call"), CallState),
        Kind(
            "project", "project", _("Project"), Project.objects.visible_to, _page("projects:project"),
            ProjectState,
        ),
        Kind(
            "partnership", "partnership", _("Partnership"), Partnership.objects.visible_to,
            _page("partnerships:partnership"), Formal,
        ),
        Kind("agreement", "partnership", _("Agreement"), Agreement.objects.visible_to, _agreement),
        Kind(
            "claim", "partnership", _("Claim"), Claim.objects.visible_to, _page("partnerships:claim", parent=True), ClaimState
        ),
        Kind(
            "evaluation", "evaluation", _("Evaluation"), _evaluations, _page("partnerships:evaluation", parent=True), WouldRedo
        ),
        Kind(
            "organisation", "organisation", _("Organisation"), Organisation.objects.visible_to,
            _page("directory:organisation"),
        ),
        Kind("person", "person", _("Person"), Person.objects.visible_to, _page("directory:person")),
    )
}  # fmt: skip


# The condition of whoever leads the network, by role, once it is known that it looks at kinds alone: nothing of a person.
OF_ROLE: dict[str, Q] = {}


def visible_to(user: User) -> Q:
    """Return the condition of the entries that exist for `user`."""
    if user.role in OF_ROLE:
        return OF_ROLE[user.role]
    whole, condition = [], Q()
    for kind in KINDS.values():
        records = kind.visible(user)
        if records.query.is_empty():
            continue
        if records.query.where:
            condition |= Q(kind=kind.name, object_id__in=records.order_by().values("pk"))
        else:
            whole.append(kind.name)
    if user.is_coordinating and not condition:
        OF_ROLE[user.role] = Q(kind__in=whole)
    return condition | Q(kind__in=whole) if condition else Q(kind__in=whole)
