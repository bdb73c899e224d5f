"""Invite everybody who works for a member of the network on the day of the meeting."""

import datetime

import pytest

from meetings.models import Meeting
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import AttendanceFactory
from tests.meetings.pages import address
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db
BEFORE = datetime.date(2020, 1, 1)


@pytest.fixture
def member(db):
    return OrganisationFactory(in_network=True)


def invite(client, meeting: Meeting):
    return client.post(address("invite", meeting.pk))


def test_people_of_the_network_are_added_as_not_yet_known(signed_in, french_coordinator, planned, member):
    people = [AffiliationFactory(organisation=member, valid_from=BEFORE).person for _ in range(2)]
    response = invite(signed_in(french_coordinator), planned)
    assert response.headers["Location"] == address("attendance", planned.pk)
    rows = planned.attendances.for_list()
    assert {row.person for row in rows} == set(people)
    assert {(row.status, row.organisation) for row in rows} == {("unknown", member)}
    assert planned.log.get().action == "attendance"


def test_only_affiliations_and_memberships_of_the_day_count(signed_in, french_coordinator, planned, member):
    AffiliationFactory(organisation=member, valid_from=BEFORE, valid_to=planned.date - datetime.timedelta(days=1))
    AffiliationFactory(organisation=member, valid_from=planned.date + datetime.timedelta(days=1))
    AffiliationFactory(
        organisation=OrganisationFactory(network_from=BEFORE, network_to=datetime.date(2025, 12, 31)), valid_from=BEFORE
    )
    AffiliationFactory(valid_from=BEFORE)
    last_day = AffiliationFactory(organisation=member, valid_from=BEFORE, valid_to=planned.date).person
    invite(signed_in(french_coordinator), planned)
    assert [row.person for row in planned.attendances.all()] == [last_day]


def test_who_is_on_the_list_stays_as_noted(signed_in, french_coordinator, planned, member):
    person = AffiliationFactory(organisation=member, valid_from=BEFORE).person
    AttendanceFactory(meeting=planned, person=person, organisation=None, status="excused")
    invite(signed_in(french_coordinator), planned)
    row = planned.attendances.get()
    assert (row.status, row.organisation) == ("excused", None)


def test_who_works_for_two_members_is_invited_once(signed_in, french_coordinator, planned, member):
    person = AffiliationFactory(organisation=member, valid_from=BEFORE).person
    AffiliationFactory(organisation=OrganisationFactory(in_network=True), person=person, valid_from=BEFORE)
    invite(signed_in(french_coordinator), planned)
    assert planned.attendances.count() == 1


def test_inviting_twice_changes_nothing(signed_in, french_coordinator, planned, member):
    AffiliationFactory(organisation=member, valid_from=BEFORE)
    client = signed_in(french_coordinator)
    invite(client, planned)
    before = planned.attendances.fingerprint()
    invite(client, planned)
    assert planned.attendances.fingerprint() == before
    assert planned.log.count() == 1


def test_the_two_questions_are_asked_here_too(signed_in, french_coordinator, host_member, outsider_member, convened):
    assert invite(signed_in(host_member), convened).status_code == 403
    assert invite(signed_in(outsider_member), convened).status_code == 404
    assert signed_in(french_coordinator).get(address("invite", convened.pk)).status_code == 405
    Meeting.objects.update(state="closed")
    assert invite(signed_in(french_coordinator), convened).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_somebody_noted_at_the_same_moment_stays_as_noted(signed_in, french_coordinator, planned, member):
    person = AffiliationFactory(organisation=member, valid_from=BEFORE).person

    def note() -> None:
        Meeting.objects.select_for_update().get()
        AttendanceFactory(meeting=planned, person=person, organisation=member, status="present")

    client = signed_in(french_coordinator)
    while_waiting(lambda: invite(client, planned), first=note)
    assert [row.status for row in planned.attendances.all()] == ["present"]
