"""Checks of meetings, minutes and editions across rows (DOMAIN §7, invariant 11)."""
# ruff: noqa: S608  # names of our own tables

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amif_network.core.findings import Check, Finding, last_step, question, rows
from amif_network.core.richtext import content_hash

from . import documents
from .models import (
    Circulation,
    Edition,
    Idea,
    Meeting,
    MeetingLogEntry,
    Minutes,
    Promise,
    Remark,
    ReviewRequest,
    Section,
    SectionText,
    Signal,
)
from .models.choices import LogSubject

OF_MINUTES = """JOIN meetings_minutes minutes ON minutes.id = {row}.minutes_id
    JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id"""
NAME = "coalesce(nullif(meeting.title_fr, ''), meeting.title_nl) || ' (' || meeting.date || ')'"
RESTORE = _("Restore it from the last backup that holds it, and look into the history for who changed it.")
NOT_ITS_STATE = _("It stands in the state “%(state)s”, and its log says “%(to_state)s”.")
READ_THE_LOG = _("Read its log and its history, and take the step that is missing on its page.")


def texts_with_another_hash() -> Iterator[Finding]:
    """Find the texts of sections whose hash is not that of their words."""
    with transaction.atomic():
        for row in rows("SELECT id, language, heading, html, hash FROM meetings_sectiontext ORDER BY id"):
            if content_hash(row["heading"], row["html"]) != row["hash"]:
                yield Finding(
                    f"{SectionText._meta.label} {row['id']}",
                    f"{row['heading']} ({row['language']})",
                    str(_("Its fingerprint is not that of its words: it was changed past the portal.")),
                    str(_("Open the section, compare it with its history, and save it again.")),
                )


def approved_but_changed() -> Iterator[Finding]:
    """Find approved minutes whose text is not the one that was approved: nobody could publish them, and nothing says why."""
    for minutes in Minutes.objects.filter(state=Minutes.State.APPROVED).select_related("meeting").order_by("pk"):
        if documents.content_hash(documents.load(minutes.pk)) != minutes.approved_hash:
            yield Finding(
                f"{Minutes._meta.label} {minutes.pk}",
                str(minutes.meeting),
                str(_("They are approved, and what stands in them is not what was approved.")),
                str(_("Open them for writing again on their page, read them through, and approve them anew.")),
            )


# What a row of the log may be about beside the meeting and its minutes, by its subject.
LOGGED = {
    LogSubject.REVIEW: ReviewRequest, LogSubject.REMARK: Remark, LogSubject.PROMISE: Promise, LogSubject.SIGNAL: Signal,
    LogSubject.IDEA: Idea,
}  # fmt: skip
SUBJECTS = ", ".join(f"'{subject.value}'" for subject in LOGGED)
STANDS = " OR ".join(
    f"log.subject = '{subject.value}' AND EXISTS (SELECT FROM {model._meta.db_table} one WHERE one.id = log.about)"
    for subject, model in LOGGED.items()
)

CHECKS = (
    question(
        "editions",
        Edition,
        f"""SELECT edition.id, {NAME} || ' v' || edition.version || ' ' || edition.language AS name,
            edition.sha256 AS said, encode(sha256(edition.pdf), 'hex') AS found
        FROM meetings_edition edition {OF_MINUTES.format(row="edition")}
        WHERE edition.sha256 <> encode(sha256(edition.pdf), 'hex') ORDER BY edition.id""",
        _("Its stored bytes were altered: their SHA-256 is %(found)s, published was %(said)s."),
        RESTORE,
    ),
    question(
        "rounds",
        Circulation,
        f"""SELECT round.id, {NAME} || ' #' || round.number AS name FROM meetings_circulation round
        {OF_MINUTES.format(row="round")}
        WHERE round.sha256 <> encode(sha256(convert_to(round.content, 'UTF8')), 'hex') ORDER BY round.id""",
        _("The text that was sent round was altered: its SHA-256 is not the one that was noted."),
        RESTORE,
    ),
    Check("texts", texts_with_another_hash),
    question(
        "versions",
        SectionText,
        """SELECT text.id, text.heading || ' (' || text.language || ')' AS name FROM meetings_sectiontext text
        WHERE EXISTS (SELECT FROM meetings_sectionrevision WHERE text_id = text.id) AND NOT EXISTS (
            SELECT FROM meetings_sectionrevision version WHERE version.text_id = text.id AND version.rev = text.rev
            AND version.kind IN ('saved', 'merged') AND version.hash = text.hash) ORDER BY text.id""",
        _("The text that stands is none of the versions of its history."),
        _("Open the section, compare it with its history, and save it again."),
    ),
    question(
        "published",
        Minutes,
        f"""SELECT minutes.id, {NAME} AS name FROM meetings_minutes minutes
        JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id WHERE minutes.state = 'published'
        AND NOT EXISTS (SELECT FROM meetings_edition WHERE minutes_id = minutes.id AND version = minutes.version)
        ORDER BY minutes.id""",
        _("They are published, and there is no edition of their version."),
        RESTORE,
    ),
    Check("approved", approved_but_changed),
    question(
        "log-entries",
        MeetingLogEntry,
        f"""SELECT log.id, {NAME} || ' ' || log.action AS name, log.subject, log.about FROM meetings_meetinglogentry log
        JOIN meetings_meeting meeting ON meeting.id = log.meeting_id
        WHERE log.about IS NOT NULL AND log.subject IN ({SUBJECTS}) AND NOT ({STANDS}) ORDER BY log.id""",
        _("It tells of a record that is not there: %(subject)s %(about)s."),
        RESTORE,
    ),
    question(
        "sections",
        Section,
        f"""SELECT section.id, {NAME} || ' ' || section.label AS name FROM meetings_section section
        {OF_MINUTES.format(row="section")} JOIN meetings_section parent ON parent.id = section.parent_id
        WHERE parent.minutes_id <> section.minutes_id ORDER BY section.id""",
        _("It hangs below a section of other minutes."),
        _("Move it to its place on the page of the minutes."),
    ),
    question(
        "meeting-states",
        Meeting,
        last_step(
            "meetings_meeting AS meeting", f"id, {NAME} AS name, state", "meetings_meetinglogentry", "meeting_id",
            "subject = 'meeting' AND about IS NULL",
        ),
        NOT_ITS_STATE,
        READ_THE_LOG,
    ),
    question(
        "minutes-states",
        Minutes,
        last_step(
            "meetings_minutes minutes JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id",
            f"minutes.id, {NAME} AS name, minutes.state, minutes.meeting_id", "meetings_meetinglogentry", "meeting_id",
            "subject = 'minutes' AND about IS NULL",
        ).replace("meeting_id = record.id", "meeting_id = record.meeting_id"),
        NOT_ITS_STATE,
        READ_THE_LOG,
    ),
)  # fmt: skip
