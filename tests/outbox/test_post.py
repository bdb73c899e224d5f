"""A mail enters the outbox in the transaction of what causes it, once per key."""

import datetime

import pytest
from django.core import mail as sent

from amif_network.outbox.actions import post
from amif_network.outbox.models import OutgoingMail
from tests.factories.meetings import NOW

pytestmark = pytest.mark.django_db


def posted(**changes):
    values = {
        "key": "circulation-1-ana@example.org", "topic": "circulation", "about": "meeting:1", "to": "ana@example.org",
        "lang": "nl", "why": "Omdat u ons schreef.", "template": "meetings/mails/translation_asked", "at": NOW,
        "context": {"by": "Lisa", "language": "nl", "meeting": "Bijeenkomst", "day": "2 maart", "link": "https://example.org/"},
    }  # fmt: skip
    return post(**{**values, **changes})


def test_the_worker_gets_it_on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail = posted()
        assert (mail.state, sent.outbox) == ("waiting", [])
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert [message.to for message in sent.outbox] == [["ana@example.org"]]


def test_the_same_key_makes_no_second_mail(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = posted()
    with django_capture_on_commit_callbacks(execute=True):
        assert posted(to="somebody.else@example.org") == first
    assert len(sent.outbox) == 1


def test_long_addresses_are_told_apart(django_capture_on_commit_callbacks):
    keys = [f"promise-1-told-1-{'a' * 240}@{domain}.example" for domain in ("one", "two")]
    with django_capture_on_commit_callbacks(execute=True):
        mails = {posted(key=key) for key in [*keys, keys[0]]}
    assert (len(mails), {mail.key.startswith("promise-1-told-1-aaa") for mail in mails}) == (2, {True})


def test_a_later_mail_waits_for_its_moment(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        posted(due_at=NOW + datetime.timedelta(hours=1))
    assert (OutgoingMail.objects.get().state, sent.outbox) == ("waiting", [])


def test_an_invitation_stands_beside_the_text_and_as_a_file(django_capture_on_commit_callbacks):
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    with django_capture_on_commit_callbacks(execute=True):
        posted(attachments=[{"name": "meeting.ics", "type": "text/calendar; method=REQUEST", "content": calendar}])
    message = sent.outbox[0].message()
    [invitation] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert (invitation.get_param("method"), invitation.get_param("charset")) == ("REQUEST", "utf-8")
    [attached] = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("meeting.ics", "application/ics")
    assert attached.get_content() == calendar.encode()
