"""Meetings that were held: who was there, agenda, minutes in both languages with the history of each text, editions, promises."""

import datetime
import hashlib
from itertools import batched

from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core import richtext
from amif_network.directory.models import Affiliation, Organisation
from meetings.models import AgendaItem, Attendance, Edition, Meeting, Minutes, Promise, Section, SectionRevision, SectionText
from scale.words import paragraphs, sentence

SECTIONS, AGENDA, PEOPLE, PROMISES = 30, 7, 25, 3
# Two hundred meetings a year.
DAYS_BETWEEN = 2
AT_A_TIME = 100
LANGUAGES = ("fr", "nl")
# Stands for the fingerprint of what was approved: the record of generated minutes is never approved again.
APPROVED = hashlib.sha256(b"generated").hexdigest()


def add_meetings(count: int, *, by: User) -> None:
    """Add meetings, each two days before the one already there; all but the latest are published."""
    known = Meeting.objects.count()
    for numbers in batched(range(known, known + count), AT_A_TIME, strict=False):
        _add(list(numbers), by)


def _add(numbers: list[int], by: User) -> None:
    today = timezone.localdate()
    meetings = Meeting.objects.bulk_create(
        Meeting(
            title_fr=f"Rencontre {number}", title_nl=f"Bijeenkomst {number}", state="held",
            date=today - datetime.timedelta(days=1 + DAYS_BETWEEN * number),
        )
        for number in numbers
    )  # fmt: skip
    _invite(meetings)
    now = timezone.now()
    minutes = Minutes.objects.bulk_create(
        Minutes(
            meeting=meeting,
            state="published",
            approved_by=by,
            approved_at=now,
            approved_hash=APPROVED,
            published_by=by,
            published_at=now,
        )
        if number
        else Minutes(meeting=meeting)
        for number, meeting in zip(numbers, meetings, strict=True)
    )
    _write(minutes, by)
    _publish([one for one in minutes if one.state == "published"], by)


def _invite(meetings: list[Meeting]) -> None:
    """Let people of the directory attend, each meeting others, and give each an agenda."""
    known = list(Affiliation.objects.order_by("pk").values_list("person", "organisation")[: 20 * PEOPLE])
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, position=place, person_id=person, organisation_id=organisation,
            status="present" if place % 4 else "excused",
        )
        for meeting in meetings
        for place, (person, organisation) in enumerate((known * 2)[meeting.pk % len(known) :][: min(PEOPLE, len(known))], 1)
    )  # fmt: skip
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=place, title_fr=f"Point {place}", title_nl=f"Punt {place}")
        for meeting in meetings
        for place in range(1, AGENDA + 1)
    )


def _write(minutes: list[Minutes], by: User) -> None:
    """Write the sections with their texts, a revision of each, and what was promised."""
    now = timezone.now()
    sections = Section.objects.bulk_create(
        Section(minutes=one, position=place, label=f"{place}.") for one in minutes for place in range(1, SECTIONS + 1)
    )
    written = (
        (section, lang, sentence(lang, section.pk)[:-1], paragraphs(lang, section.pk))
        for section in sections
        for lang in LANGUAGES
    )
    texts = SectionText.objects.bulk_create(
        SectionText(
            section=section, language=lang, heading=heading, html=html, hash=richtext.content_hash(heading, html), updated_at=now,
            updated_by=by,
        )
        for section, lang, heading, html in written
    )  # fmt: skip
    for french, dutch in batched(texts, 2, strict=True):
        dutch.based_on_hash, dutch.confirmed_by, dutch.confirmed_at = french.hash, by, now
    SectionText.objects.bulk_update(texts[1::2], ["based_on_hash", "confirmed_by", "confirmed_at"])
    SectionRevision.objects.bulk_create(
        SectionRevision(text=text, rev=1, heading=text.heading, html=text.html, hash=text.hash, author=by, at=now)
        for text in texts
    )
    _promise(sections, by)


def _promise(sections: list[Section], by: User) -> None:
    """Let something be promised in the first sections of each minutes: the first is open, the others are answered."""
    now = timezone.now()
    organisations = list(Organisation.objects.filter(kind="cpas").order_by("pk").values_list("pk", flat=True))
    Promise.objects.bulk_create(
        Promise(
            meeting=section.minutes.meeting,
            section=section,
            owed_by_id=organisations[section.pk % len(organisations)],
            text_fr=sentence("fr", section.pk),
            text_nl=sentence("nl", section.pk),
            state="open" if section.position == 1 else "answered",
            answer_fr="" if section.position == 1 else sentence("fr", section.pk + 1),
            answered_by=None if section.position == 1 else by,
            answered_at=None if section.position == 1 else now,
            due=section.minutes.meeting.date + datetime.timedelta(days=90),
            created_by=by,
            created_at=now,
        )
        for section in sections
        if section.position <= PROMISES
    )


def _publish(minutes: list[Minutes], by: User) -> None:
    """Publish an edition of each in French, Dutch and both; its bytes are short, and other for each."""
    now = timezone.now()
    written = [(one, lang, f"%PDF-1.7 {one.pk} {lang}".encode()) for one in minutes for lang in ("fr", "nl", "both")]
    Edition.objects.bulk_create(
        Edition(
            minutes=one, version=1, language=lang, content={}, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(),
            approved_by=by, approved_at=now, published_by=by, published_at=now,
        )
        for one, lang, pdf in written
    )  # fmt: skip
