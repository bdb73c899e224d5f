"""Sending minutes round and the board that shows who answered what, with few and with many organisations."""

from collections.abc import Iterator
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amif_network.core.workdays import add_working_days
from amif_network.directory.models import Affiliation, Organisation, Person
from bench.pages import FLAT, add_meetings, address, same, write
from bench.portal import EMPTY, browser, coordinator, forgotten, load
from bench.rows import Row, compare
from meetings.actions.review.circulating import circulate
from meetings.models import Attendance, Circulation, Meeting, Remark, ReviewRequest

SITE = "https://portal.example.org"
SECTIONS = 100
ORGANISATIONS = (10, 40)
REMARKS = 5
TIMES = 5


def rows() -> Iterator[Row]:
    """Measure the sending and then the board, first with few organisations; what one of them costs must not grow."""
    browser()  # signed in for good, before anything is taken back
    sending: list[Row] = []
    board: list[tuple[Row, int]] = []
    for count in ORGANISATIONS:
        with forgotten():
            [meeting] = add_meetings(1)
            write(meeting.minutes, SECTIONS)
            invite(meeting, count)
            scale = f"{SECTIONS} sections, {count} organisations"
            median, reference = compare(partial(_sent_and_forgotten, meeting), partial(load, EMPTY), times=TIMES)
            sending.append(Row("Circulation", scale, median, reference))
            answer(_send(meeting))
            board.append(_board(meeting, f"{count} organisations, {count * REMARKS} remarks"))
    yield from sending
    yield _per_organisation("Circulation, one organisation", sending)
    yield from (row for row, _queries in board)
    same("Review board", *(queries for _row, queries in board))
    yield _per_organisation("Review board, one organisation", [row for row, _queries in board])


def invite(meeting: Meeting, count: int) -> None:
    """Let somebody of so many organisations have been present, each with an address of their own."""
    Attendance.objects.filter(meeting=meeting).delete()
    people = Person.objects.bulk_create(
        Person(given_name=f"Lecteur{n}", family_name=f"Du Banc{n}", email=f"lecteur{n}@example.org") for n in range(count)
    )
    organisations = list(Organisation.objects.order_by("pk")[:count])
    for place, (person, organisation) in enumerate(zip(people, organisations, strict=True), 1):
        Affiliation.objects.create(person=person, organisation=organisation, valid_from=meeting.date)
        Attendance.objects.create(meeting=meeting, person=person, organisation=organisation, position=place, status="present")


def answer(circulation: Circulation) -> None:
    """Let every organisation have sent remarks about different sections."""
    now, sections = timezone.now(), list(circulation.minutes.sections.order_by("position"))
    requests = list(circulation.requests.all())
    ReviewRequest.objects.filter(circulation=circulation).update(
        state=ReviewRequest.State.ANSWERED, answered_at=now, answered_name="Lecteur", channel=ReviewRequest.Channel.LINK
    )
    Remark.objects.bulk_create(
        Remark(
            request=request, position=place, language="fr", kind=Remark.Kind.COMMENT, text=f"Remarque {place} du banc d'essai.",
            author_name="Lecteur", created_at=now, state=Remark.State.SENT, sent_at=now,
            section=sections[(number * REMARKS + place) % len(sections)],
        )
        for number, request in enumerate(requests)
        for place in range(1, REMARKS + 1)
    )  # fmt: skip


def _send(meeting: Meeting) -> Circulation:
    now = timezone.now()
    deadline = add_working_days(timezone.localdate(now), 10)
    return circulate(
        meeting.minutes, deadline=deadline, message_fr="Bonne lecture.", message_nl="", by=coordinator(), at=now, site=SITE
    )


def _sent_and_forgotten(meeting: Meeting) -> None:
    with forgotten():
        _send(meeting)


def _board(meeting: Meeting, scale: str) -> tuple[Row, int]:
    """Return what the board costs, and the number of its queries."""
    page = address("review-board", meeting.pk)
    median, reference = compare(partial(load, page), partial(load, EMPTY), times=TIMES)
    with CaptureQueriesContext(connection) as captured:
        load(page)
    return Row("Review board", f"{scale}, {len(captured)} queries", median, reference), len(captured)


def _per_organisation(name: str, found: list[Row]) -> Row:
    """Compare what one organisation costs among many and among few."""
    few, many = ORGANISATIONS
    return Row(name, f"{many} against {few}", found[1].median / many, found[0].median / few, FLAT)
