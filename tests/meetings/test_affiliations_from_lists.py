"""What a list of attendance says about where people work, and for how long (docs/decisions/0006)."""

import datetime

import pytest

from amif_network.directory.models import Affiliation, Organisation, Person
from meetings.actions.attendance import AttendanceRow, add_attendees, invite_network
from meetings.models import Meeting
from tests.directory.pages import address, corrected
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)
OLD, OLDER, RECENT = datetime.date(2021, 9, 14), datetime.date(2019, 5, 7), datetime.date(2025, 5, 12)
LIMIT = datetime.date(2024, 3, 2)
DAY_BEFORE = LIMIT - datetime.timedelta(days=1)


@pytest.fixture
def gent(db) -> Organisation:
    return OrganisationFactory(in_network=True)


@pytest.fixture
def seen(french_coordinator, gent):
    """Return a function that puts somebody on the list of a meeting of that day."""

    def see(day: datetime.date, person: Person, organisation: Organisation | None = gent) -> Meeting:
        row = AttendanceRow(person=person, organisation=organisation, status="present")
        return add_attendees(MeetingFactory(date=day), rows=[row], by=french_coordinator, at=NOW)

    return see


def ana() -> Person:
    return Person(given_name="Ana", family_name="Lambrix")


def span() -> tuple[datetime.date, datetime.date | None]:
    return Affiliation.objects.values_list("valid_from", "valid_to").get()


@pytest.mark.parametrize(("day", "last"), [(RECENT, None), (LIMIT, None), (DAY_BEFORE, DAY_BEFORE), (OLD, OLD)])
def test_a_recent_list_says_since_and_an_old_one_says_on_that_day(seen, day, last):
    seen(day, ana())
    assert span() == (day, last)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([OLDER, OLD], (OLDER, OLD)),
        ([OLD, OLDER], (OLDER, OLD)),
        ([OLD, RECENT], (OLD, None)),
        ([RECENT, OLD], (OLD, None)),
        ([OLDER, RECENT, OLD], (OLDER, None)),
        ([OLD, OLD], (OLD, OLD)),
    ],
)
def test_documents_may_be_imported_in_any_order(seen, days, expected):
    person = ana()
    for day in days:
        seen(day, person)
    assert span() == expected


def test_the_network_is_invited_without_those_of_an_old_document(seen, french_coordinator, gent):
    seen(OLD, ana())
    bart = Person(given_name="Bart", family_name="Willems")
    seen(RECENT, bart)
    ahead = MeetingFactory(date=datetime.date(2026, 6, 1))
    assert invite_network(ahead, by=french_coordinator, at=NOW) == 1
    assert [one.person for one in ahead.attendances.all()] == [bart]


def test_what_somebody_entered_is_never_changed_by_a_list(seen, gent):
    known = AffiliationFactory(organisation=gent, ended=True)
    seen(RECENT, known.person)
    assert span() == (known.valid_from, known.valid_to)


def test_what_somebody_corrected_is_never_changed_by_a_list(seen, signed_in, french_coordinator):
    person = ana()
    seen(OLD, person)
    client, known = signed_in(french_coordinator), Affiliation.objects.get()
    corrected(client, address("affiliation-edit", known.pk), {"valid_to": "2022-01-31"})
    seen(RECENT, person)
    assert span() == (OLD, datetime.date(2022, 1, 31))
    assert not Affiliation.objects.get().from_lists


def test_other_organisations_and_none_change_nothing(seen):
    person = ana()
    seen(OLD, person)
    seen(RECENT, person, None)
    seen(RECENT - datetime.timedelta(days=1), person, OrganisationFactory())
    assert span() == (OLD, OLD)
