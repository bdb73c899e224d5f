"""The list of meetings."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.meetings.pages import address, cells, words

pytestmark = pytest.mark.django_db
# session, user, years, number of meetings, meetings with their minutes, then editions and progress in one message
QUERIES = 6


def test_the_list_shows_the_latest_first_year_by_year(signed_in, french_coordinator):
    MeetingFactory(title_fr="Ancienne", date=datetime.date(2021, 9, 14), mode="")
    MeetingFactory(title_fr="Récente", date=datetime.date(2026, 3, 2), mode="")
    MeetingFactory(title_fr="Moyenne", date=datetime.date(2021, 12, 1), mode="")
    response = signed_in(french_coordinator).get(address("list"))
    assert cells(response) == ["Récente", "Moyenne", "Ancienne"]
    assert cells(response, scope="rowgroup") == ["2026", "2021"]


def test_a_line_says_when_in_which_state_and_how_many_were_present(signed_in, french_coordinator):
    meeting = MinutesFactory(meeting__title_fr="Rencontre", meeting__date=datetime.date(2026, 3, 2)).meeting
    AttendanceFactory.create_batch(2, meeting=meeting, status="present")
    AttendanceFactory(meeting=meeting, status="excused")
    text = words(signed_in(french_coordinator).get(address("list")))
    assert "lundi 2 mars 2026" in text
    row = text.split("lundi 2 mars 2026")[1]
    assert [word for word in row.split() if word.isdigit()] == ["2"]


def test_a_title_in_the_other_language_says_so(signed_in, french_coordinator):
    MeetingFactory(title_fr="", title_nl="Bijeenkomst in Gent", mode="")
    response = signed_in(french_coordinator).get(address("list"))
    assert '<span lang="nl">Bijeenkomst in Gent</span>' in response.content.decode()


def test_a_draft_says_how_far_each_language_is(signed_in, french_coordinator):
    minutes = MinutesFactory()
    SectionFactory(minutes=minutes, fr="Introduction", nl="Inleiding")
    SectionFactory(minutes=minutes, fr="Budget")
    SectionFactory(minutes=minutes, nl="Weg", removed_at=NOW)
    SectionFactory(minutes=minutes)
    said = words(signed_in(french_coordinator).get(address("list")))
    assert "FR 1/2" in said
    assert "NL 0/2, 1" in said


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("year=2021", {"Liège"}),
        ("state=held", {"Gand"}),
        ("series=committee", {"Gand"}),
        ("q=gent", {"Gand"}),
        ("q=GAND&year=2021", set()),
        ("year=nonsense&state=unheard-of", {"Liège", "Gand"}),
        ("year=99999999999999999999", {"Liège", "Gand"}),
        ("q=%00", {"Liège", "Gand"}),
        ("sort=;drop&size=7", {"Liège", "Gand"}),
        ("page=9999999999999999999", {"Liège", "Gand"}),
    ],
)
def test_filters_of_the_address_narrow_the_list(signed_in, french_coordinator, query, shown):
    MeetingFactory(title_fr="Liège", date=datetime.date(2021, 9, 14), mode="")
    MeetingFactory(title_fr="Gand", title_nl="Gent", held=True, series="committee", mode="")
    response = signed_in(french_coordinator).get(f"{address('list')}?{query}")
    assert {cell.split()[0] for cell in cells(response)} == shown


def test_the_text_filter_also_finds_places(signed_in, dutch_coordinator):
    MeetingFactory(title_nl="Netwerk", place_fr="Liège", place_nl="Luik", mode="")
    MeetingFactory(mode="")
    response = signed_in(dutch_coordinator).get(f"{address('list', lang='nl')}?q=luik")
    assert cells(response) == ["Netwerk"]


def test_titles_sort_as_they_are_shown(signed_in, french_coordinator):
    for french, dutch in [("Étude", "B"), ("Zone", "A"), ("", "Aanbod"), ("atelier", "C")]:
        MeetingFactory(title_fr=french, title_nl=dutch, mode="")
    client = signed_in(french_coordinator)
    titles = [cell.split()[0] for cell in cells(client.get(f"{address('list')}?sort=title"))]
    assert titles == ["Aanbod", "atelier", "Étude", "Zone"]
    backwards = [cell.split()[0] for cell in cells(client.get(f"{address('list')}?sort=-title"))]
    assert backwards == titles[::-1]


def test_pages_hold_25_meetings_unless_asked_otherwise(signed_in, french_coordinator):
    MeetingFactory.create_batch(27, mode="")
    client = signed_in(french_coordinator)
    assert len(cells(client.get(address("list")))) == 25
    assert len(cells(client.get(f"{address('list')}?page=2"))) == 2
    assert len(cells(client.get(f"{address('list')}?size=50"))) == 27


def test_members_see_what_they_are_invited_to_and_no_buttons(signed_in, host_member, convened, planned):
    MeetingFactory(convened=True, title_fr="Pour d'autres")
    response = signed_in(host_member).get(address("list"))
    assert cells(response) == ["Rencontre de mars"]
    assert address("new") not in response.content.decode()


def test_an_observer_without_published_minutes_is_told_what_to_expect(signed_in, observer, planned):
    response = signed_in(observer).get(address("list"))
    assert "<table" not in response.content.decode()
    assert response.status_code == 200


def test_the_empty_list_leads_to_the_first_meeting(signed_in, french_coordinator):
    assert f'href="{address("new")}"' in signed_in(french_coordinator).get(address("list")).content.decode()


def test_only_reading_is_possible(signed_in, french_coordinator):
    assert signed_in(french_coordinator).post(address("list")).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_list(signed_in, french_coordinator, number):
    for _ in range(number):
        AttendanceFactory.create_batch(number, meeting=MinutesFactory().meeting)
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("list"))
    assert len(queries) == QUERIES
    assert Meeting.objects.count() == number
