"""What is published and written is checked by its hashes, its versions and its log."""
# ruff: noqa: S608  # keys of our own records

import hashlib

import pytest
from django.core.management import call_command

from meetings.actions import publishing
from meetings.actions.steps import log
from meetings.models import Section, SectionText
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.outbox import OutgoingMailFactory
from tests.factories.publishing import OVERRIDE
from tests.operations.conftest import PDF
from tests.operations.test_check_data import found

pytestmark = pytest.mark.django_db


def heads(lines: list[str]) -> list[str]:
    return [line.split("”")[0] for line in lines]


def test_an_altered_byte_of_an_edition_is_named(edition, break_with):
    break_with(
        "ALTER TABLE meetings_edition DROP CONSTRAINT edition_hash_is_of_its_bytes",
        r"UPDATE meetings_edition SET pdf = overlay(pdf placing '\x00' from 1)",
    )
    now = hashlib.sha256(b"\x00" + PDF[1:]).hexdigest()
    (line,) = found("editions")
    assert line.startswith(f"[editions] meetings.Edition {edition.pk} “Première rencontre (")
    assert f"Its stored bytes were altered: their SHA-256 is {now}, published was {edition.sha256}." in line


def test_a_text_that_was_changed_past_the_portal_is_named(edition, break_with):
    text = SectionText.objects.get(language="fr")
    break_with(f"UPDATE meetings_sectiontext SET html = '<p>Autre chose.</p>' WHERE id = {text.pk}")
    assert heads(found("texts")) == [f"[texts] meetings.SectionText {text.pk} “Accueil (fr)"]


def test_a_text_that_is_none_of_its_versions_is_named(edition, break_with):
    text = SectionText.objects.get(language="nl")
    break_with(
        "INSERT INTO meetings_sectionrevision (text_id, rev, kind, heading, html, hash, at, checkpoint) "
        f"VALUES ({text.pk}, {text.rev + 1}, 'saved', '', '', 'x', now(), false)"
    )
    break_with(f"DELETE FROM meetings_sectionrevision WHERE text_id = {text.pk} AND rev = {text.rev}")
    assert heads(found("versions")) == [f"[versions] meetings.SectionText {text.pk} “Onthaal (nl)"]


def test_published_minutes_without_an_edition_are_named(edition, break_with):
    break_with(
        "UPDATE meetings_minutes SET state = 'published', version = 2, published_at = now(), "
        "approved_at = now(), approved_hash = 'x', "
        f"published_by_id = {edition.published_by_id}, approved_by_id = {edition.published_by_id}"
    )
    assert heads(found("published"))[0].startswith(f"[published] meetings.Minutes {edition.minutes_id} “Première rencontre")


def test_a_section_below_one_of_other_minutes_is_named(edition, break_with):
    section, other = Section.objects.get(), MinutesFactory()
    child = Section.objects.create(minutes=other, position=1)
    break_with(f"UPDATE meetings_section SET parent_id = {section.pk} WHERE id = {child.pk}")
    assert heads(found("sections"))[0].startswith(f"[sections] meetings.Section {child.pk} “")


@pytest.mark.parametrize(
    ("check", "subject", "label"), [("meeting-states", "meeting", "Meeting"), ("minutes-states", "minutes", "Minutes")]
)
def test_a_state_that_no_step_led_to_is_named(french_coordinator, check, subject, label):
    minutes = MinutesFactory(meeting=MeetingFactory())
    log(minutes.meeting, subject, "step", "before", "elsewhere", by=french_coordinator, at=NOW)
    record = minutes if label == "Minutes" else minutes.meeting
    (line,) = found(check)
    assert line.startswith(f"[{check}] meetings.{label} {record.pk} “")
    assert f"It stands in the state “{record.state}”, and its log says “elsewhere”." in line


def test_approved_minutes_that_are_not_what_was_approved_are_named(french_coordinator, break_with):
    minutes = MinutesFactory(meeting=MeetingFactory(title_fr="Deuxième rencontre"))
    section = SectionFactory(minutes=minutes, fr=("Accueil", "<p>Bonjour.</p>"))
    publishing.approve(minutes, by=french_coordinator, at=NOW, override=OVERRIDE)
    call_command("check_data", only=["approved"])
    break_with(f"UPDATE meetings_sectiontext SET html = '<p>Bonsoir.</p>' WHERE section_id = {section.pk} AND language = 'fr'")
    assert heads(found("approved"))[0].startswith(f"[approved] meetings.Minutes {minutes.pk} “Deuxième rencontre")


def test_a_row_of_the_log_about_a_remark_that_is_gone_is_named(edition, french_coordinator):
    meeting = edition.minutes.meeting
    log(meeting, "remark", "settle", "sent", "settled", by=french_coordinator, at=NOW, about=77)
    entry = meeting.log.get(about=77)
    (line,) = found("log-entries")
    assert line.startswith(f"[log-entries] meetings.MeetingLogEntry {entry.pk} “Première rencontre")
    assert "It tells of a record that is not there: remark 77." in line


def test_a_mail_in_the_log_of_a_meeting_that_is_gone_is_named(edition):
    there = OutgoingMailFactory(about=f"meeting:{edition.minutes.meeting_id}")
    gone = OutgoingMailFactory(about="meeting:999999", subject="Convocation")
    assert there.pk != gone.pk
    assert heads(found("mails")) == [f"[mails] outbox.OutgoingMail {gone.pk} “Convocation"]
