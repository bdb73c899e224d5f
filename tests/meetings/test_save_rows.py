"""Saving agenda and attendance as a whole: the actions by themselves."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from amif_network.core.fingerprint import Overtaken
from meetings.actions.agenda import AgendaRow, save_agenda
from meetings.actions.attendance import AttendanceRow, add_attendees, save_attendance
from meetings.actions.meeting import change, plan
from meetings.models import AgendaItem, Attendance, Meeting
from tests.factories.directory import PersonFactory
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, MeetingFactory

pytestmark = pytest.mark.django_db


def test_saving_an_agenda_twice_keeps_its_items(planned, french_coordinator):
    for _ in range(2):
        rows = [AgendaRow(pk=item.pk, title_fr=item.title_fr) for item in planned.agenda_items.for_list()] or [
            AgendaRow(title_fr="Accueil")
        ]
        save_agenda(planned, rows=rows, base=planned.agenda_items.fingerprint(), by=french_coordinator, at=NOW)
    assert AgendaItem.objects.get().title_fr == "Accueil"
    assert planned.log.count() == 1


@pytest.mark.parametrize("save", [save_agenda, save_attendance])
def test_a_stale_base_is_refused_and_changes_nothing(planned, french_coordinator, save):
    AgendaItemFactory(meeting=planned)
    AttendanceFactory(meeting=planned)
    with pytest.raises(Overtaken):
        save(planned, rows=[], base="stale", by=french_coordinator, at=NOW)
    assert (planned.agenda_items.count(), planned.attendances.count()) == (1, 1)


@pytest.mark.parametrize("somebody", ["host_member", "observer"])
def test_only_coordinating_users_save(request, planned, somebody):
    user = request.getfixturevalue(somebody)
    with pytest.raises(PermissionDenied):
        save_agenda(planned, rows=[], base=planned.agenda_items.fingerprint(), by=user, at=NOW)
    with pytest.raises(PermissionDenied):
        save_attendance(planned, rows=[], base=planned.attendances.fingerprint(), by=user, at=NOW)
    with pytest.raises(PermissionDenied):
        change(planned, base=planned.fingerprint, by=user, at=NOW, title_fr="Autre")
    with pytest.raises(PermissionDenied):
        plan(by=user, at=NOW, title_fr="Nouvelle", date=planned.date)


def test_a_closed_meeting_is_left_alone(french_coordinator):
    meeting = MeetingFactory(closed=True)
    with pytest.raises(PermissionDenied):
        add_attendees(meeting, rows=[AttendanceRow(person=PersonFactory())], by=french_coordinator, at=NOW)


def test_the_lock_reads_the_state_afresh(planned, french_coordinator):
    Meeting.objects.update(state="closed")
    with pytest.raises(PermissionDenied):
        change(planned, base=planned.fingerprint, by=french_coordinator, at=NOW, title_fr="Autre")


def test_added_attendees_stand_after_the_others_and_update_known_ones(planned, french_coordinator):
    row = AttendanceFactory(meeting=planned, status="unknown", position=7)
    newcomer = PersonFactory()
    rows = [AttendanceRow(person=row.person, status="present", remote=True), AttendanceRow(person=newcomer, status="guest")]
    add_attendees(planned, rows=rows, by=french_coordinator, at=NOW)
    assert [(one.person, one.status, one.position, one.organisation) for one in planned.attendances.for_list()] == [
        (row.person, "present", 7, row.organisation), (newcomer, "guest", 8, None),
    ]  # fmt: skip


@pytest.mark.parametrize("change_made", ["label", "title_nl", "kind", "presenters", "order"])
def test_the_fingerprint_of_an_agenda_sees_every_change(planned, change_made):
    first, second = AgendaItemFactory(meeting=planned, position=1), AgendaItemFactory(meeting=planned, position=2)
    before = planned.agenda_items.fingerprint()
    if change_made == "presenters":
        second.presenters.add(PersonFactory())
    elif change_made == "order":
        AgendaItem.objects.filter(pk=first.pk).update(position=3)
    else:
        AgendaItem.objects.filter(pk=first.pk).update(**{change_made: "lunch"})
    assert planned.agenda_items.fingerprint() != before


def test_the_database_refuses_a_person_twice_on_one_list(planned):
    row = AttendanceFactory(meeting=planned)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=planned, person=row.person)


def test_the_database_refuses_a_replacement_by_oneself(planned):
    person = PersonFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=planned, person=person, replaced_by=person)


@pytest.mark.parametrize("broken", [{"title_fr": "", "title_nl": ""}, {"starts_at": "10:00", "ends_at": "09:00"}])
def test_the_database_refuses_an_impossible_agenda_item(planned, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(meeting=planned, **{"title_fr": "Point", **broken})


@pytest.mark.parametrize(
    "broken", [{"title_fr": "", "title_nl": ""}, {"starts_at": "10:00", "ends_at": "09:00"}, {"state": "lost"}]
)
def test_the_database_refuses_an_impossible_meeting(planned, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=planned.pk).update(**broken)


def test_the_database_refuses_a_meeting_that_follows_itself(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=planned.pk).update(previous=planned)
