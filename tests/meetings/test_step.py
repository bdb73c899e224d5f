"""Steps of a meeting."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from meetings.models import Meeting, Minutes
from tests.factories.meetings import MeetingFactory
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db
WHO = ("administrator", "french_coordinator", "host_member", "observer")
# action → (states it starts from, state it ends in, roles)
TABLE = {
    "convene": ({"planned"}, "convened", {"administrator", "french_coordinator"}),
    "hold": ({"planned", "convened"}, "held", {"administrator", "french_coordinator"}),
    "close": ({"held"}, "closed", {"administrator", "french_coordinator"}),
    "reopen": ({"closed"}, "held", {"administrator"}),
    "cancel": ({"planned", "convened"}, "cancelled", {"administrator", "french_coordinator"}),
}


@pytest.mark.parametrize("state", Meeting.State.values)
@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", WHO)
def test_the_table_of_steps_is_obeyed(request, signed_in, convened, role, action, state):
    sources, target, roles = TABLE[action]
    Meeting.objects.update(state=state)
    response = signed_in(request.getfixturevalue(role)).post(address("step", convened.pk, action), {"comment": "Parce que"})
    convened.refresh_from_db()
    if role in roles and state in {*sources, target}:
        assert (response.status_code, convened.state) == (302, target)
        assert convened.log.count() == (state != target)
    else:
        assert response.status_code in (403, 404)
        assert convened.state == state


@pytest.mark.parametrize("who", ["french_coordinator", "dutch_coordinator"])
def test_a_step_sent_twice_is_taken_once_and_the_second_is_told(request, signed_in, french_coordinator, planned, who):
    signed_in(french_coordinator).post(address("step", planned.pk, "convene"))
    second = signed_in(request.getfixturevalue(who)).post(address("step", planned.pk, "convene"))
    assert second["Location"] == planned.get_absolute_url()
    assert [message.level_tag for message in get_messages(second.wsgi_request)][-1:] == ["info"]
    assert [entry.action for entry in planned.log.all()] == ["convene"]


def test_a_step_is_noted_with_its_comment(signed_in, french_coordinator, planned):
    signed_in(french_coordinator).post(address("step", planned.pk, "convene"), {"comment": "Par courriel"})
    entry = planned.log.get()
    assert (entry.action, entry.from_state, entry.to_state, entry.by, entry.comment) == (
        "convene",
        "planned",
        "convened",
        french_coordinator,
        "Par courriel",
    )


def test_a_meeting_that_was_held_has_minutes(signed_in, french_coordinator, planned):
    signed_in(french_coordinator).post(address("step", planned.pk, "hold"))
    assert Minutes.objects.get().meeting == planned


@pytest.mark.parametrize("action", ["cancel", "reopen"])
def test_a_step_back_needs_a_reason(signed_in, administrator, planned, action):
    Meeting.objects.update(state="closed" if action == "reopen" else "planned")
    client = signed_in(administrator)
    for comment in ("", "   ", "nul\x00"):
        response = client.post(address("step", planned.pk, action), {"comment": comment})
        assert list(response.context["form"].errors) == ["comment"]
    assert planned.log.count() == 0


def test_the_page_of_a_step_changes_nothing(signed_in, french_coordinator, planned):
    response = signed_in(french_coordinator).get(address("step", planned.pk, "cancel"))
    assert str(planned.title) in words(response)
    planned.refresh_from_db()
    assert planned.state == "planned"


@pytest.mark.parametrize("action", ["edit", "publish", "nonsense", "x" * 300])
def test_other_actions_are_no_steps(signed_in, administrator, planned, action):
    assert signed_in(administrator).post(address("step", planned.pk, action)).status_code == 404


def test_it_does_not_exist_for_strangers(signed_in, outsider_member, convened):
    assert signed_in(outsider_member).post(address("step", convened.pk, "cancel"), {"comment": "x"}).status_code == 404


def test_other_methods_are_refused(signed_in, french_coordinator, planned):
    assert signed_in(french_coordinator).put(address("step", planned.pk, "convene")).status_code == 405


def test_a_closed_meeting_offers_a_coordinator_no_step(signed_in, french_coordinator):
    meeting = MeetingFactory(closed=True)
    assert signed_in(french_coordinator).get(address("step", meeting.pk, "reopen")).status_code == 403


@pytest.mark.parametrize(("state", "days", "step"), [("held", -3, "close"), ("convened", 30, "hold")])
def test_a_step_that_nobody_takes_back_is_explained_first(signed_in, french_coordinator, state, days, step) -> None:
    meeting = MeetingFactory(state=state, date=timezone.localdate() + timedelta(days=days))
    client, place = signed_in(french_coordinator), address("step", meeting.pk, step)
    page = client.get(address("meeting", meeting.pk)).content.decode()
    assert f'href="{place}"' in page
    assert f'action="{place}"' not in page
    explained = words(client.get(place))
    assert ("n’a lieu que le" in explained) == (step == "hold")
    assert client.post(place, {"comment": ""}).status_code == 302


def test_on_its_day_a_meeting_is_held_with_one_click(signed_in, french_coordinator) -> None:
    meeting = MeetingFactory(convened=True, date=timezone.localdate())
    page = signed_in(french_coordinator).get(address("meeting", meeting.pk)).content.decode()
    assert f'action="{address("step", meeting.pk, "hold")}"' in page
