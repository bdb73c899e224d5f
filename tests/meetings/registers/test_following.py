"""The next meeting: what is proposed and why, and what confirming creates."""

import datetime
import uuid

import pytest

from meetings.models import AgendaItem, Meeting
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import NOW, AgendaItemFactory, MeetingFactory, SectionFactory
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.meetings.pages import address, main_of, words
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def last(meeting) -> Meeting:
    """The last meeting: an agenda of which one topic was spoken about, and what it left open."""
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=datetime.time(9), ends_at=datetime.time(12), place_fr="Bruxelles", mode="hybrid", link="https://meet.example/1"
    )
    meeting.refresh_from_db()
    items = {
        name: AgendaItemFactory(meeting=meeting, position=place, title_fr=name, title_nl="", kind=kind)
        for place, (name, kind) in enumerate(
            [
                ("Accueil", "welcome"),
                ("Appel", "topic"),
                ("Budget", "topic"),
                ("Pause", "break"),
                ("Divers", "any_other_business"),
            ]
        )
    }
    AgendaItem.objects.filter(title_fr="Accueil").update(starts_at=datetime.time(9), ends_at=datetime.time(9, 15))
    parent = SectionFactory(minutes=meeting.minutes, agenda_item=items["Appel"])
    SectionFactory(minutes=meeting.minutes, parent=parent, fr=("", "<p>Le prochain appel</p>"))
    return meeting


def page(client, meeting, query=""):
    return client.get(address("next", meeting.pk) + query)


def ticked(response) -> list[str]:
    return response.context["form"]["taken"].value()


def sent(response, **changed):
    """Return what a browser would send of the page, with a date."""
    form = response.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data |= {
        "chair": "",
        "minute_taker": "",
        "base": "",
        "date": "2026-09-01",
        "starts_at": "9:00",
        "ends_at": "12:00",
        "invite": "on",
    }
    return {name: value for name, value in (data | changed).items() if value not in (None, False)}


def test_everything_that_is_left_is_proposed_with_a_reason(signed_in, french_coordinator, last, host):
    promise = PromiseFactory(meeting=last, owed_by=host, due=datetime.date(2026, 1, 5))
    earlier = SignalFactory(meeting=MeetingFactory(held=True, date=datetime.date(2025, 3, 1)))
    later = PromiseFactory(meeting=MeetingFactory(held=True, date=datetime.date(2026, 5, 1)))
    idea, undecided = IdeaFactory(meeting=last, planned=True, when_fr="en automne"), IdeaFactory(meeting=last)
    response = page(signed_in(french_coordinator), last)
    budget, fixed = last.agenda_items.get(title_fr="Budget"), last.agenda_items.exclude(kind="topic").order_by("position")
    proposals = {one.key: one for one in response.context["form"].proposals}
    assert list(proposals) == [
        f"approval-{last.minutes.pk}", f"promise-{promise.pk}", f"signal-{earlier.pk}", f"topic-{budget.pk}", f"idea-{idea.pk}",
        *(f"fixed-{item.pk}" for item in fixed),
    ]  # fmt: skip
    assert ticked(response) == [key for key in proposals if not key.startswith("idea")]
    assert "CPAS de Charleroi" in proposals[f"promise-{promise.pk}"].reason
    assert "en automne" in proposals[f"idea-{idea.pk}"].reason
    assert (later.text_fr in words(response), undecided.text_fr in words(response)) == (False, False)
    assert Meeting.objects.filter(previous=last).count() == 0


def test_nothing_is_called_undiscussed_where_the_minutes_do_not_say_which_topic_they_treat(signed_in, french_coordinator, last):
    last.minutes.sections.update(agenda_item=None)
    response = page(signed_in(french_coordinator), last)
    topics = [one.key for one in response.context["form"].proposals if one.take == "topic"]
    assert len(topics) == 2
    assert set(topics) & set(ticked(response)) == set()


def test_a_removed_section_is_no_discussion(signed_in, french_coordinator, last):
    last.minutes.sections.filter(parent=None).update(removed_at=NOW)
    response = page(signed_in(french_coordinator), last)
    assert [str(one.text) for one in response.context["form"].proposals if one.take == "topic"] == ["Appel", "Budget"]


def test_a_cancelled_meeting_hands_all_its_topics_on(signed_in, french_coordinator, last):
    Meeting.objects.filter(pk=last.pk).update(state="cancelled")
    response = page(signed_in(french_coordinator), last)
    topics = [one for one in response.context["form"].proposals if one.take == "topic"]
    assert [(str(one.text), one.ticked) for one in topics] == [("Appel", True), ("Budget", True)]


def test_confirming_creates_the_meeting_with_agenda_place_and_invitees(signed_in, french_coordinator, last, host, host_member):
    AffiliationFactory(organisation=host, valid_to=datetime.date(2026, 8, 1))
    promise, signal = PromiseFactory(meeting=last, owed_by=host), SignalFactory(meeting=last)
    idea = IdeaFactory(meeting=last, planned=True, text_fr="Visiter\nun jardin")
    client = signed_in(french_coordinator)
    shown = page(client, last)
    response = client.post(address("next", last.pk), sent(shown, taken=[*ticked(shown), f"idea-{idea.pk}"]))
    planned = Meeting.objects.get(previous=last)
    assert response["Location"] == planned.get_absolute_url()
    assert (planned.state, planned.place_fr, planned.mode, planned.series, planned.link, planned.date) == (
        "planned", "Bruxelles", "hybrid", "network", "", datetime.date(2026, 9, 1),
    )  # fmt: skip
    items = list(planned.agenda_items.order_by("position"))
    assert [item.kind for item in items] == ["welcome", "topic", "topic", "topic", "topic", "break", "any_other_business"]
    welcome, approval, left_open, topic, planned_idea, *_rest = items
    assert (welcome.title_fr, welcome.starts_at, welcome.ends_at) == ("Accueil", datetime.time(9), datetime.time(9, 15))
    assert approval.approves == last.minutes
    assert (list(left_open.promises.all()), list(left_open.signals.all())) == ([promise], [signal])
    assert (topic.title_fr, planned_idea.title_fr) == ("Budget", "Visiter un jardin")
    assert [attendance.person for attendance in planned.attendances.all()] == [host_member.person]


def test_what_is_not_ticked_is_not_taken_over(signed_in, french_coordinator, last):
    PromiseFactory(meeting=last)
    client = signed_in(french_coordinator)
    client.post(address("next", last.pk), sent(page(client, last), taken=[], invite=None))
    planned = Meeting.objects.get(previous=last)
    assert (planned.agenda_items.count(), planned.attendances.count()) == (0, 0)


def test_confirmed_twice_it_is_created_once(signed_in, french_coordinator, last):
    client = signed_in(french_coordinator)
    data = sent(page(client, last))
    first, second = (client.post(address("next", last.pk), data) for _time in range(2))
    assert first["Location"] == second["Location"] == Meeting.objects.get(previous=last).get_absolute_url()


def test_who_comes_second_sees_the_meeting_of_the_first_and_may_create_theirs_all_the_same(
    signed_in, french_coordinator, dutch_coordinator, last
):
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    shown = page(second, last)
    first.post(address("next", last.pk), sent(page(first, last), title_fr="Rencontre de juin"))
    response = second.post(address("next", last.pk), sent(shown, title_fr="Rencontre de juillet"))
    assert response.status_code == 409
    assert "Rencontre de juin" in words(response)
    assert response.context["form"]["title_fr"].value() == "Rencontre de juillet"
    again = second.post(address("next", last.pk), sent(response, taken=[]))
    assert again.status_code == 302
    assert set(last.following.values_list("title_fr", flat=True)) == {"Rencontre de juin", "Rencontre de juillet"}


def test_what_was_answered_meanwhile_is_looked_at_again(signed_in, french_coordinator, last):
    promise, client = PromiseFactory(meeting=last), signed_in(french_coordinator)
    data = sent(page(client, last))
    type(promise).objects.update(state="done")
    response = client.post(address("next", last.pk), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["__all__"])
    assert f"promise-{promise.pk}" not in main_of(response)
    assert not last.following.exists()


@pytest.mark.parametrize("wrong", [{"date": ""}, {"date": "2026-03-01"}, {"uid": "x"}, {"title_fr": "", "title_nl": ""}])
def test_what_is_wrong_is_said_and_nothing_is_created(signed_in, french_coordinator, last, wrong):
    client = signed_in(french_coordinator)
    response = client.post(address("next", last.pk), sent(page(client, last)) | wrong)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not last.following.exists()


def test_the_name_of_another_meeting_opens_nothing(signed_in, french_coordinator, last, planned):
    client = signed_in(french_coordinator)
    response = client.post(address("next", last.pk), sent(page(client, last), uid=str(planned.uid)))
    assert response.status_code == 409
    assert not last.following.exists()


def test_it_is_for_coordinating_users(signed_in, host_member, outsider_member, observer, administrator, meeting):
    users = (administrator, host_member, outsider_member, observer)
    assert [page(signed_in(user), meeting).status_code for user in users] == [200, 403, 404, 404]
    assert signed_in(administrator).put(address("next", meeting.pk)).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_create_one_meeting(signed_in, french_coordinator, last):
    client = signed_in(french_coordinator)
    data = sent(page(client, last), uid=str(uuid.uuid4()))
    late = while_waiting(
        lambda: signed_in(french_coordinator).post(address("next", last.pk), data),
        lambda: client.post(address("next", last.pk), data),
    )
    assert late["Location"] == Meeting.objects.get(previous=last).get_absolute_url()
