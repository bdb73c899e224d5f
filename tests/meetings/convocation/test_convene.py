"""A convocation goes to everybody on the list of whom nothing is known, once; a change and a cancellation to those it went to."""

import datetime

import icalendar
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from amif_network.core.workflow import CommentRequired, WrongState
from amif_network.outbox.models import OutgoingMail
from meetings.actions.convening import announce_change, call_off, convene
from meetings.models import Meeting
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.meetings.convocation.conftest import SITE
from tests.racing import at_once

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def invitation(mail: OutgoingMail) -> tuple[str, icalendar.Event]:
    """Return the method and the event of the attached calendar, as a library that is not ours reads them."""
    [attached] = mail.attachments
    parsed = icalendar.Calendar.from_ical(attached["content"])
    assert [component.errors for component in parsed.walk() if component.errors] == []
    assert attached["type"] == f"text/calendar; method={parsed['METHOD']}"
    [event] = parsed.walk("VEVENT")
    return str(parsed["METHOD"]), event


def test_it_goes_to_those_of_whom_nothing_is_known_and_who_can_be_reached(meeting, french_coordinator, host_member):
    told = convene(meeting, by=french_coordinator, at=NOW, site=SITE)
    meeting.refresh_from_db()
    assert meeting.state == "convened"
    assert [mail.to for mail in mails()] == [host_member.email, "an@example.org"]
    assert [row.person.email for row in told] == [host_member.person.email, "an@example.org"]
    assert list(meeting.attendances.filter(convened_at=NOW)) == told
    assert [entry.action for entry in meeting.log.all()] == ["convene"]


def test_the_mail_says_when_where_and_what_with_a_link_and_without_names_of_others(meeting, french_coordinator):
    convene(meeting, by=french_coordinator, at=NOW, site=SITE, message_fr="Pensez au train.", message_nl="Neem de trein.")
    first, second = mails()
    assert first.subject.endswith("Rencontre de mars, " + first.subject.rsplit(", ", 1)[1])
    for part in ("Rencontre de mars", "9h30 à 12h00", "Bruxelles", "1. Budgets", "Pensez au train."):
        assert part in first.text
    assert f"{SITE}/fr/meetings/reply/" in first.text
    assert "Peeters" not in first.text + first.html + str(first.attachments)
    assert "Neem de trein." not in first.text
    assert second.topic == "convocation"
    assert second.about == f"meeting:{meeting.pk}"


def test_each_reader_is_written_to_in_their_language(meeting, french_coordinator, host_member):
    host_member.language = "nl"
    host_member.save()
    convene(meeting, by=french_coordinator, at=NOW, site=SITE, message_fr="Bonjour.")
    first, second = mails()
    assert (first.language, second.language) == ("nl", "fr")
    assert "9.30 tot 12.00" in first.text
    assert "Bonjour." in first.text


def test_the_invitation_is_for_the_readers_calendar_alone(meeting, french_coordinator, host_member):
    convene(meeting, by=french_coordinator, at=NOW, site=SITE)
    method, event = invitation(mails()[0])
    assert (method, event["UID"], event["SEQUENCE"], event["STATUS"]) == ("REQUEST", str(meeting.uid), 0, "CONFIRMED")
    assert event["ATTENDEE"] == f"mailto:{host_member.email}"
    assert event["ORGANIZER"] == "mailto:amif-network@localhost"
    assert event["DTSTAMP"].dt == NOW


def test_sent_twice_it_reaches_nobody_twice_and_newcomers_once(meeting, french_coordinator):
    convene(meeting, by=french_coordinator, at=NOW, site=SITE)
    assert convene(meeting, by=french_coordinator, at=NOW, site=SITE) == []
    AttendanceFactory(meeting=meeting, person=PersonFactory(email="new@example.org"), status="unknown")
    convene(meeting, by=french_coordinator, at=NOW, site=SITE)
    assert [mail.to for mail in mails()][2:] == ["new@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_convene_once(meeting, french_coordinator):
    at_once(lambda: convene(meeting, by=french_coordinator, at=NOW, site=SITE), 3)
    assert len(mails()) == 2
    assert Meeting.objects.get(pk=meeting.pk).log.count() == 1


@pytest.mark.parametrize("state", ["held", "closed", "cancelled"])
def test_a_meeting_that_is_not_ahead_convenes_nobody(french_coordinator, state):
    meeting = MeetingFactory(state=state)
    AttendanceFactory(meeting=meeting, status="unknown")
    for action in (convene, announce_change):
        with pytest.raises(WrongState):
            action(meeting, by=french_coordinator, at=NOW, site=SITE)
    assert mails() == []


def test_members_convene_nobody(meeting, host_member):
    with pytest.raises(PermissionDenied):
        convene(meeting, by=host_member, at=NOW, site=SITE)
    assert mails() == []


def test_a_new_date_is_told_to_all_who_were_convened(convened, french_coordinator, own):
    OutgoingMail.objects.all().delete()
    with pytest.raises(WrongState):
        announce_change(convened, by=french_coordinator, at=NOW, site=SITE)
    Meeting.objects.update(date=convened.date + datetime.timedelta(days=7))
    told = announce_change(convened, by=french_coordinator, at=NOW, site=SITE)
    assert len(told) == len(mails()) == 2
    method, event = invitation(mails()[0])
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", str(convened.uid), 1)
    assert event["DTSTART"].dt.date() == convened.date + datetime.timedelta(days=7)
    with pytest.raises(WrongState):
        announce_change(convened, by=french_coordinator, at=NOW, site=SITE)
    assert len(mails()) == 2


@pytest.mark.parametrize(("ask_again", "status"), [(True, "unknown"), (False, "present")])
def test_answers_about_another_day_may_be_asked_once_more(convened, french_coordinator, own, ask_again, status):
    convened.attendances.filter(pk=own.pk).update(status="present", replied_at=NOW)
    Meeting.objects.update(starts_at=datetime.time(14), ends_at=None)
    announce_change(convened, by=french_coordinator, at=NOW, site=SITE, ask_again=ask_again)
    own.refresh_from_db()
    assert (own.status, own.replied_at) == (status, None if ask_again else NOW)


def test_a_cancelled_meeting_leaves_the_calendars(convened, french_coordinator):
    OutgoingMail.objects.all().delete()
    with pytest.raises(CommentRequired):
        call_off(convened, reason=" ", by=french_coordinator, at=NOW, site=SITE)
    call_off(convened, reason="Grève des trains", by=french_coordinator, at=NOW, site=SITE)
    assert len(mails()) == 2
    assert "Grève des trains" in mails()[0].text
    method, event = invitation(mails()[0])
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_a_meeting_that_nobody_was_convened_to_is_cancelled_in_silence(meeting, french_coordinator):
    call_off(meeting, reason="Trop tôt", by=french_coordinator, at=timezone.now(), site=SITE)
    assert (Meeting.objects.get(pk=meeting.pk).state, mails()) == ("cancelled", [])
