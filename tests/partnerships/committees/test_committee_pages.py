"""Committees: created with their usual seats, held, convened; the agent has no seat in steering; strangers see nothing."""

import datetime

import icalendar
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from meetings.models import Attendance, Meeting
from partnerships.actions import committee_meetings, committees
from partnerships.actions import immersions as immersion_actions
from partnerships.committees import of_partnership
from partnerships.models import Committee, CommitteeMeeting, Immersion, LogEntry, Partnership, SeatHolder
from projects.actions.budget import Row
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.factories.meetings import NOW, MeetingFactory
from tests.factories.partnerships import SeatFactory, SeatHolderFactory
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 7, 2)
STEERING = {
    "fr": "est l’agent de l’immersion : l’agent n’a pas de siège au comité de pilotage.",
    "nl": "is de medewerker in immersie: de medewerker heeft geen zetel in de stuurgroep.",
}


def holder_rows(committee, *holders):
    return {"rows": [Row(None, values) for values in holders], "base": committees.HOLDERS.fingerprint(
        committees.HOLDERS.of(committee)
    )}  # fmt: skip


def test_a_committee_begins_with_its_usual_seats_and_the_agent_in_theirs(signed_in, partner_member, partnership, immersion):
    client, url = signed_in(partner_member), address("committee-new", partnership.pk)
    answer = client.post(url, {**sent_by(client.get(url)), "kind": "accompaniment", "least_meetings": "2"})
    committee = Committee.objects.get()
    assert answer.url == address("committee", partnership.pk, committee.pk)
    assert committee.convened_by.role == "host"
    assert [seat.side for seat in committee.seats.all()] == ["host", "host", "partner", "partner"]
    assert SeatHolder.objects.get().person == immersion.agent
    assert 'value="accompaniment"' not in client.get(url).text
    text = words(client.get(answer.url))
    assert "Nadia Lemaire" in text
    assert text.count("membre de la direction") == 2


def test_a_partnership_has_no_third_committee(signed_in, host_member, committee, steering):
    assert signed_in(host_member).get(address("committee-new", committee.partnership_id)).status_code == 404
    with pytest.raises(ValidationError):
        committees.create(
            Committee(partnership=committee.partnership, kind="steering", convened_by=steering.convened_by),
            by=host_member, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_agent_is_refused_in_steering_with_a_sentence(host_member, steering, immersion, lang):
    seat = SeatFactory(committee=steering)
    values = {"seat_id": seat.pk, "person": immersion.agent, "starts_on": DAY, "ends_on": None}
    with translation.override(lang), pytest.raises(ValidationError) as refusal:
        committees.save_rows(steering, committees.HOLDERS, **holder_rows(steering, values), by=host_member, at=NOW)
    assert " ".join(refusal.value.messages[0].split()) == f"Nadia Lemaire {STEERING[lang]}"
    assert not SeatHolder.objects.exists()


def test_the_database_refuses_the_agent_in_steering(steering, committee, immersion):
    seat = SeatFactory(committee=steering)
    with pytest.raises(IntegrityError, match="seat_steering_without_the_agent"), transaction.atomic():
        SeatHolderFactory(seat=seat, person=immersion.agent)
    assert SeatHolderFactory(seat=seat, person=immersion.agent, starts_on=datetime.date(2027, 1, 1)).pk
    assert SeatHolderFactory(seat=SeatFactory(committee=committee), person=immersion.agent).pk


def test_nobody_who_sits_in_steering_becomes_the_agent(host_member, steering, immersion):
    director = SeatHolderFactory(seat=SeatFactory(committee=steering)).person
    immersion.agent = director
    with pytest.raises(ValidationError) as refusal:
        immersion_actions.change(immersion, by=host_member, at=NOW)
    assert list(refusal.value.message_dict) == ["agent"]
    with pytest.raises(IntegrityError, match="seat_steering_without_the_agent"), transaction.atomic():
        Immersion.objects.filter(pk=immersion.pk).update(agent=director)


def test_holders_are_saved_as_rows_and_a_second_writer_loses_nothing(signed_in, host_member, partner_member, committee):
    seat, person = SeatFactory(committee=committee), PersonFactory(given_name="Jeanne", family_name="Dubois")
    url = address("holders", committee.partnership_id, committee.pk)
    first, second = signed_in(host_member), signed_in(partner_member)
    mine, theirs = sent_by(first.get(url)), sent_by(second.get(url))
    row = {"form-0-seat": str(seat.pk), "form-0-person": "Jeanne Dubois", "form-0-starts_on": "2026-01-01"}
    assert second.post(url, {**theirs, **row}).status_code == 302
    assert SeatHolder.objects.get().person == person
    answer = first.post(url, {**mine, **row, "form-0-starts_on": "2026-02-01"})
    assert answer.status_code == 409
    assert sent_by(answer)["form-0-starts_on"] == "2026-02-01"
    assert SeatHolder.objects.get().starts_on == datetime.date(2026, 1, 1)
    assert LogEntry.objects.filter(subject="committee").count() == 1


def test_a_row_without_a_person_is_refused_and_kept(signed_in, host_member, committee):
    SeatFactory(committee=committee)
    url = address("holders", committee.partnership_id, committee.pk)
    client = signed_in(host_member)
    answer = client.post(url, {**sent_by(client.get(url)), "form-0-starts_on": "2026-01-01"})
    assert answer.status_code == 422
    assert sent_by(answer)["form-0-starts_on"] == "2026-01-01"


def test_a_seat_that_was_held_is_not_taken_away(host_member, committee):
    held, free = SeatFactory(committee=committee), SeatFactory(committee=committee)
    SeatHolderFactory(seat=held)
    base = committees.SEATS.fingerprint(committees.SEATS.of(committee))
    kept = {"position": 1, "label_fr": "siège", "label_nl": "", "side": "host", "least": 1, "alternates_allowed": False}
    with pytest.raises(ValidationError):
        committees.save_rows(committee, committees.SEATS, rows=[Row(free.pk, kept)], base=base, by=host_member, at=NOW)
    committees.save_rows(committee, committees.SEATS, rows=[Row(held.pk, kept)], base=base, by=host_member, at=NOW)
    assert [seat.pk for seat in committee.seats.all()] == [held.pk]


def test_a_meeting_is_planned_with_who_holds_a_seat_that_day(signed_in, host_member, host, committee, french_coordinator):
    seat = SeatFactory(committee=committee)
    now = SeatHolderFactory(seat=seat, ends_on=DAY)
    SeatHolderFactory(seat=seat, starts_on=DAY + datetime.timedelta(days=1))
    client, url = signed_in(host_member), address("committee-meeting-new", committee.partnership_id, committee.pk)
    answer = client.post(url, {**sent_by(client.get(url)), "date": "2026-07-02", "starts_at": "10h00"})
    assert answer.url == address("committee", committee.partnership_id, committee.pk)
    meeting = Meeting.objects.get()
    assert (meeting.series, meeting.state) == ("committee", "planned")
    assert "CHA-BIN" in meeting.title_fr
    assert meeting.title_nl
    assert list(Attendance.objects.values_list("person", "organisation")) == [(now.person_id, host.pk)]
    assert "2 juillet 2026" in words(client.get(answer.url))
    assert address("committee", committee.partnership_id, committee.pk) not in words(client.get(answer.url))
    # A plan is not in a member's calendar before it is convened; it is in the coordinator's.
    calendar = address("committee-calendar", committee.partnership_id, committee.pk)
    count = [len(icalendar.Calendar.from_ical(signed_in(user).get(calendar).content).walk("VEVENT"))
             for user in (host_member, french_coordinator)]  # fmt: skip
    assert count == [0, 1]


def test_only_coordinators_link_meetings_and_only_of_committees(host_member, french_coordinator, committee, signed_in):
    one, other = MeetingFactory(series="committee"), MeetingFactory()
    with pytest.raises(PermissionDenied):
        committee_meetings.link(committee, one, by=host_member, at=NOW)
    with pytest.raises(ValidationError):
        committee_meetings.link(committee, other, by=french_coordinator, at=NOW)
    url = address("committee-meeting-link", committee.partnership_id, committee.pk)
    assert signed_in(host_member).get(url).status_code == 403
    client = signed_in(french_coordinator)
    assert client.post(url, {"meeting": other.pk}).status_code == 422
    assert client.post(url, {"meeting": one.pk}).status_code == 302
    assert CommitteeMeeting.objects.get().meeting == one
    with pytest.raises(ValidationError):
        committee_meetings.link(committee, one, by=french_coordinator, at=NOW)


@pytest.mark.parametrize(("held", "in_order"), [(0, False), (1, True), (2, True)])
def test_the_pace_is_said_in_words(french_coordinator, committee, held, in_order):
    for number in range(held):
        meeting = MeetingFactory(series="committee", held=True, date=datetime.date(2026, 2, 1 + number))
        CommitteeMeeting.objects.create(committee=committee, meeting=meeting)
    partnership = Partnership.objects.visible_to(french_coordinator).get()
    [line] = of_partnership(partnership, french_coordinator, DAY).committees
    assert line.checks[0].in_order is in_order
    assert str(held) in line.checks[0].text
    assert [one.written for one in line.past] == [False] * held


def test_other_organisations_see_nothing(signed_in, outsider_member, observer, committee):
    names = ("committee", "committee-edit", "seats", "holders", "committee-calendar", "committee-meeting-new")
    for stranger in (outsider_member, observer):
        for name in names:
            assert signed_in(stranger).get(address(name, committee.partnership_id, committee.pk)).status_code == 404
        assert signed_in(stranger).get(address("committee-new", committee.partnership_id)).status_code == 404


def test_the_lead_of_the_project_reads_and_a_finished_partnership_is_closed(signed_in, host_member, committee):
    Partnership.objects.filter(pk=committee.partnership_id).update(state="abandoned", end_reason="Personne")
    client = signed_in(host_member)
    assert client.get(address("committee", committee.partnership_id, committee.pk)).status_code == 200
    for name in ("committee-edit", "seats", "holders", "committee-meeting-new"):
        url = address(name, committee.partnership_id, committee.pk)
        assert client.get(url).status_code == 403
    url = address("seats", committee.partnership_id, committee.pk)
    answer = client.post(url, {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-label_fr": "présidence"})
    assert answer.status_code == 409
    assert "présidence" in answer.text


def test_a_section_asks_the_same_number_of_queries(french_coordinator, committee, steering, django_assert_num_queries):
    partnership = Partnership.objects.visible_to(french_coordinator).get()
    for one in (committee, steering):
        SeatHolderFactory(seat=SeatFactory(committee=one))
        CommitteeMeeting.objects.create(committee=one, meeting=MeetingFactory(series="committee"))
    with django_assert_num_queries(5):
        of_partnership(partnership, french_coordinator, DAY)
    for one in (committee, steering):
        SeatHolderFactory(seat=SeatFactory(committee=one), person=AffiliationFactory().person)
        CommitteeMeeting.objects.create(committee=one, meeting=MeetingFactory(series="committee"))
    with django_assert_num_queries(5):
        of_partnership(partnership, french_coordinator, timezone.localdate())
