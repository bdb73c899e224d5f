"""From the convocation to the answer, through a real mail server: the mail arrives, its link is followed, its file is read."""

import re

import icalendar
import pytest
from django.core.management import call_command
from django.test import Client

from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://testserver(/\w\w/meetings/reply/\S+)")


@pytest.fixture
def sent(smtp, signed_in, french_coordinator, meeting, django_capture_on_commit_callbacks):
    """Convene the meeting on its page, and return the mail server with what arrived."""
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(french_coordinator).post(address("convocation", meeting.pk), {"message_fr": "", "message_nl": ""})
    return smtp


def test_the_link_of_the_mail_leads_to_an_answer_without_an_account(sent, meeting):
    [mail] = sent.to("an@example.org")
    page = LINK.search(mail.get_body(("plain",)).get_content())[1]
    client = Client()
    assert "Rencontre de mars" in words(client.get(page))
    client.post(page, {"answer": "coming"})
    assert meeting.attendances.get(person__email="an@example.org").status == "present"


def test_the_mail_holds_an_invitation_that_calendars_understand(sent, meeting):
    [mail] = sent.to("an@example.org")
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    parsed = icalendar.Calendar.from_ical(part.get_content())
    assert part.get_param("method") == parsed["METHOD"] == "REQUEST"
    [event] = parsed.walk("VEVENT")
    assert (event["UID"], event["ATTENDEE"]) == (str(meeting.uid), "mailto:an@example.org")


def test_later_runs_send_nothing_a_second_time(sent):
    before = len(sent.inbox)
    call_command("run_due")
    call_command("run_due")
    assert len(sent.inbox) == before == 2
