"""The workflow tables, spelled out: role × state → what may be done (docs/architecture.md prints the same)."""

import pytest
from django.core.exceptions import PermissionDenied

from amif_network.accounts.models import User
from amif_network.core.workflow import CommentRequired, WrongState, allowed
from meetings.actions.meeting import change, plan
from meetings.actions.publishing import withdraw_approval
from meetings.actions.steps import move_meeting
from meetings.models import Meeting, MeetingLogEntry, Minutes
from meetings.workflow import MEETING, MINUTES
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, signed

COORDINATOR_OF_MEETING = {
    "planned": {"edit", "convene", "hold", "cancel", "follow"},
    "convened": {"edit", "hold", "cancel", "follow"},
    "held": {"edit", "close", "record", "follow"},
    "closed": {"record", "follow"},
    "cancelled": {"follow"},
}
COORDINATOR_OF_MINUTES = {
    "draft": {"write", "preview", "circulate", "approve"},
    "in_review": {"preview", "incorporate", "approve"},
    "incorporating": {"write", "preview", "circulate", "approve"},
    "approved": {"preview", "withdraw_approval", "publish"},
    "published": {"preview", "correct"},
}


@pytest.mark.parametrize("state", Meeting.State.values)
@pytest.mark.parametrize("role", ["administrator", "coordinator", "member", "observer"])
def test_what_may_be_done_with_a_meeting(role, state) -> None:
    expected = COORDINATOR_OF_MEETING[state] if role in ("administrator", "coordinator") else set()
    if role == "administrator" and state == "closed":
        expected = {*expected, "reopen"}
    assert allowed(MEETING, User(role=role), Meeting(state=state)) == expected


@pytest.mark.parametrize("state", Minutes.State.values)
@pytest.mark.parametrize("role", ["administrator", "coordinator", "member", "observer"])
def test_what_may_be_done_with_minutes(role, state) -> None:
    expected = COORDINATOR_OF_MINUTES[state] if role in ("administrator", "coordinator") else set()
    assert allowed(MINUTES, User(role=role), Minutes(state=state)) == expected


def test_a_superuser_gets_no_short_cut_past_a_state() -> None:
    superuser = User(role="observer", is_superuser=True)
    assert allowed(MEETING, superuser, Meeting(state="planned")) == set()


def test_a_step_is_logged_with_who_when_from_and_to(french_coordinator) -> None:
    meeting = move_meeting(MeetingFactory(), "convene", by=french_coordinator, at=NOW)
    entry = MeetingLogEntry.objects.get()
    assert (meeting.state, entry.action, entry.from_state, entry.to_state, entry.by, entry.at) == (
        "convened", "convene", "planned", "convened", french_coordinator, NOW,
    )  # fmt: skip


def test_a_held_meeting_gets_its_minutes_once(french_coordinator, administrator) -> None:
    meeting = move_meeting(MeetingFactory(), "hold", by=french_coordinator, at=NOW)
    minutes = Minutes.objects.get(meeting=meeting)
    move_meeting(meeting, "close", by=french_coordinator, at=NOW)
    move_meeting(meeting, "reopen", by=administrator, at=NOW, comment="A presentation was missing.")
    assert list(Minutes.objects.all()) == [minutes]


def test_a_step_from_the_wrong_state_changes_nothing(french_coordinator) -> None:
    meeting = MeetingFactory(closed=True)
    with pytest.raises(WrongState):
        move_meeting(meeting, "convene", by=french_coordinator, at=NOW)
    meeting.refresh_from_db()
    assert (meeting.state, MeetingLogEntry.objects.count()) == ("closed", 0)


def test_the_wrong_role_is_refused(host_member) -> None:
    with pytest.raises(PermissionDenied):
        move_meeting(MeetingFactory(), "convene", by=host_member, at=NOW)


def test_sending_back_demands_a_reason(french_coordinator) -> None:
    minutes = MinutesFactory(**signed("approved", french_coordinator, NOW))
    with pytest.raises(CommentRequired):
        withdraw_approval(minutes, by=french_coordinator, at=NOW, comment="  ")
    assert withdraw_approval(minutes, by=french_coordinator, at=NOW, comment="A name was wrong.").state == "draft"


def test_the_form_of_a_meeting_moves_no_state(french_coordinator) -> None:
    meeting = MeetingFactory()
    with pytest.raises(TypeError, match="state"):
        change(meeting, base=meeting.fingerprint, by=french_coordinator, at=NOW, state="closed")
    with pytest.raises(TypeError, match="state"):
        plan(by=french_coordinator, at=NOW, title_fr="Rencontre", date=meeting.date, state="closed")
    assert [one.state for one in Meeting.objects.all()] == ["planned"]


def test_a_refusal_says_why_by_itself() -> None:
    assert str(WrongState()) == str(WrongState(""))
    assert len(str(WrongState())) > 20
    assert str(WrongState("The content changed.")) == "The content changed."
