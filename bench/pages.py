"""Loading pages with few and with many records, against an empty view behind the same middleware."""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from amif_network.core import richtext
from amif_network.directory.models import Organisation, Person
from bench.portal import EMPTY, browser, change_something_else, coordinator, drawn_anew, load
from bench.rows import Row, compare
from meetings.models import AgendaItem, Attendance, Edition, Meeting, Minutes, Section, SectionText
from tests.factories.printed import body

FEW, MANY = 20, 2000
SECTIONS = (10, 100, 400)
# Time per section that counts as flat: what differs by less is the noise of the machine.
FLAT = 1.1
TIMES = 9
PEOPLE, AGENDA = 12, 7
PDF = b"%PDF-1.7 a stored edition"


def rows() -> Iterator[Row]:
    """Measure list and meeting with few and with many meetings, then the workspace by sections."""
    browser()
    meetings = add_meetings(FEW)
    pages = {"Meeting list": address("list"), "Meeting detail": address("meeting", meetings[0].pk)}
    before = {name: measured(name, FEW, page) for name, page in pages.items()}
    yield from (row for row, _queries in before.values())
    add_meetings(MANY - FEW)
    for name, page in pages.items():
        row, queries = measured(name, MANY, page)
        yield row
        first, counted = before[name]
        same(name, counted, queries)
        yield Row(f"{name}, growth", f"{MANY} against {FEW} meetings", row.median, first.median)
    yield from workspaces(meetings[1:])


def workspaces(meetings: list[Meeting]) -> Iterator[Row]:
    """Measure the workspace with more and more sections: queries stay, the time for one section does not grow."""
    found: dict[int, Row] = {}
    counts: list[int] = []
    for meeting, sections in zip(meetings, SECTIONS, strict=False):
        write(meeting.minutes, sections)
        found[sections], queries = measured("Workspace", sections, address("workspace", meeting.pk), "sections")
        counts.append(queries)
        yield found[sections]
    same("Workspace", counts[0], *counts[1:])
    for few, many in pairwise(SECTIONS):
        scale = f"{many} against {few} sections"
        yield Row("Workspace, one section", scale, found[many].median / many, found[few].median / few, FLAT)


def measured(name: str, scale: int, page: str, of: str = "meetings") -> tuple[Row, int]:
    """Return what a page costs against the empty view, and the number of its queries."""
    median, reference = compare(partial(load, page), partial(load, EMPTY), times=TIMES)
    with CaptureQueriesContext(connection) as captured:
        load(page)
    return Row(name, f"{scale} {of}, {len(captured)} queries", median, reference), len(captured)


def kept(name: str, scale: str, page: str, nothing: str, goal: float) -> Iterator[Row]:
    """Measure a page that is kept until it changes (`core.unchanged`).

    Opened again, where nothing was written since, and where something else was; drawn anew, and that against a page with
    nothing to show.
    """
    again, empty = partial(load, page), partial(load, EMPTY)
    yield Row(name, f"{scale}, again", *compare(again, empty, times=TIMES), goal)
    changed = compare(again, empty, times=TIMES, before=change_something_else)
    yield Row(name, "again, something else changed", *changed, goal)
    draw = partial(drawn_anew, page)
    yield Row(f"{name}, drawn", scale, *compare(draw, empty, times=TIMES))
    yield Row(f"{name}, growth", "drawn, against nothing to show", *compare(draw, partial(drawn_anew, nothing), times=TIMES))


def questions(run: Callable[[], object]) -> int:
    """Count what something asks of the database when no page is kept, once what else is kept in memory is there."""
    with override_settings(KEPT_PAGES=0):
        run()
        with CaptureQueriesContext(connection) as captured:
            run()
    return len(captured)


def same(name: str, few: int, *many: int) -> None:
    """Raise RuntimeError when a page asks more of the database because there is more in it."""
    if set(many) != {few}:
        raise RuntimeError(f"{name}: {few} queries with little in the database, {many} with more.")


def address(name: str, *keys: int) -> str:
    """Return the address of a page of meetings, in French."""
    with translation.override("fr"):
        return reverse(f"meetings:{name}", args=keys)


def add_meetings(count: int) -> list[Meeting]:
    """Add meetings that were held, each a week before the one already there, with people, agenda, minutes and editions."""
    known = Meeting.objects.count()
    today, now, user = timezone.localdate(), timezone.now(), coordinator()
    meetings = Meeting.objects.bulk_create(
        Meeting(
            title_fr=f"Rencontre {known + n}",
            title_nl=f"Bijeenkomst {known + n}",
            date=today - datetime.timedelta(weeks=known + n),
            state="held",
        )
        for n in range(count)
    )
    everybody = people()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, organisation=organisation, position=place, status="present")
        for meeting in meetings
        for place, (person, organisation) in enumerate(everybody, 1)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=place, title_fr=f"Point {place}", title_nl=f"Punt {place}")
        for meeting in meetings
        for place in range(1, AGENDA + 1)
    )
    records = Minutes.objects.bulk_create(Minutes(meeting=meeting) for meeting in meetings)
    Edition.objects.bulk_create(
        Edition(
            minutes=minutes, version=1, language=language, content={}, pdf=PDF, sha256=hashlib.sha256(PDF).hexdigest(),
            approved_by=user, approved_at=now, published_by=user, published_at=now,
        )
        for minutes in records
        for language in ("fr", "nl", "both")
    )  # fmt: skip
    return meetings


def people() -> list[tuple[Person, Organisation]]:
    """Return those who attend every meeting, made the first time, with their organisations."""
    if not Person.objects.exists():
        Person.objects.bulk_create(Person(given_name=f"Prénom{n}", family_name=f"Nom{n}") for n in range(PEOPLE))
    return list(zip(Person.objects.order_by("pk"), Organisation.objects.order_by("pk")[:PEOPLE], strict=True))


def write(minutes: Minutes, count: int) -> None:
    """Give minutes so many sections with texts in both languages."""
    sections = Section.objects.bulk_create(
        Section(minutes=minutes, position=place, label=f"{place}.") for place in range(1, count + 1)
    )
    now = timezone.now()
    texts = (
        (section, lang, f"{lang} {place}", richtext.sanitise(body(place, lang)))
        for place, section in enumerate(sections)
        for lang in ("fr", "nl")
    )
    SectionText.objects.bulk_create(
        SectionText(
            section=section, language=lang, heading=heading, html=html, hash=richtext.content_hash(heading, html), updated_at=now
        )
        for section, lang, heading, html in texts
    )
