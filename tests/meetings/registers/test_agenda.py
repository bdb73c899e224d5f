"""What an earlier meeting left open heads the agenda of the next, and minutes are approved under its item."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import AgendaItem, Meeting
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory
from tests.factories.registers import PromiseFactory, SignalFactory
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db
# session, user, the meeting with all that stands on its page in one message, silent members
QUERIES = 4


@pytest.fixture
def coming(meeting, host, host_member) -> Meeting:
    """The next meeting, convened, to which the host is invited."""
    following = MeetingFactory(convened=True, previous=meeting)
    AttendanceFactory(meeting=following, person=host_member.person, organisation=host, status="unknown")
    return following


@pytest.fixture
def left_open(coming, promise) -> AgendaItem:
    """Its item that takes up a promise of the host, one of somebody else and a signal of the draft minutes."""
    item = AgendaItemFactory(meeting=coming)
    item.promises.set([promise, PromiseFactory(meeting=promise.meeting, text_fr="Vérifier les dates")])
    item.signals.set([SignalFactory(meeting=promise.meeting, text_fr="Les délais sont courts")])
    return item


def page(client, meeting):
    return client.get(address("meeting", meeting.pk))


def test_the_agenda_lists_what_was_left_open(signed_in, french_coordinator, coming, left_open, promise):
    response = page(signed_in(french_coordinator), coming)
    assert promise.get_absolute_url().replace("/nl/", "/fr/") in main_of(response)
    assert [text in words(response) for text in ("Envoyer la liste", "Vérifier les dates", "Les délais sont courts")] == [
        True
    ] * 3


def test_members_see_of_unpublished_minutes_only_what_concerns_them(signed_in, host_member, coming, left_open):
    found = words(page(signed_in(host_member), coming))
    assert [text in found for text in ("Envoyer la liste", "Vérifier les dates", "Les délais sont courts")] == [
        True,
        False,
        False,
    ]


def test_saving_the_agenda_keeps_what_hangs_under_an_item(signed_in, french_coordinator, coming, left_open):
    client = signed_in(french_coordinator)
    data = sent_by(client.get(address("agenda", coming.pk)))
    title = next(name for name in data if name.endswith("-0-title_fr"))
    assert client.post(address("agenda", coming.pk), data | {title: "Suites"}).status_code == 302
    left_open.refresh_from_db()
    assert (left_open.title_fr, left_open.promises.count(), left_open.signals.count()) == ("Suites", 2, 1)


@pytest.mark.parametrize(
    ("state", "role", "offered"),
    [
        ("convened", "french_coordinator", False),
        ("held", "french_coordinator", True),
        ("closed", "administrator", True),
        ("held", "host_member", False),
    ],
)
def test_minutes_can_be_approved_under_their_item_once_the_meeting_was_held(
    request, signed_in, coming, meeting, state, role, offered
):
    AgendaItemFactory(meeting=coming, approves=meeting.minutes)
    Meeting.objects.filter(pk=coming.pk).update(state=state)
    html = main_of(page(signed_in(request.getfixturevalue(role)), coming))
    assert (f"{address('approve', meeting.pk)}?in={coming.pk}" in html) == offered


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_what_is_left_open(signed_in, french_coordinator, coming, meeting, number):
    for _time in range(number):
        item = AgendaItemFactory(meeting=coming, approves=meeting.minutes)
        item.promises.set(PromiseFactory.create_batch(number, meeting=meeting))
        item.signals.set(SignalFactory.create_batch(number, meeting=meeting))
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        page(client, coming)
    assert len(queries) == QUERIES
