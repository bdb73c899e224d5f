"""One autosave from request to answer, against a POST to an empty view behind the same middleware."""

import statistics
from collections.abc import Callable, Iterator

from django.test import Client
from django.utils import timezone

from bench.pages import add_meetings, address
from bench.portal import EMPTY, browser, coordinator
from bench.rows import Row, seconds
from meetings.actions.writing import write_text
from meetings.models import Meeting, Minutes, Section, SectionRevision

TIMES = 120
# Ratios to the empty POST that a save may cost; a person notices nothing below some 100 ms.
GOALS = {"median": 8.0, "95 %": 12.0}
PARAGRAPH = "<p>" + "Le CPAS présente son expérience avec les groupes de parole. " * 6 + "</p>"
SCALES = {"5 kB": 14, "50 kB": 140}


def rows() -> Iterator[Row]:
    """Save texts of two sizes again and again, each time with a few words more."""
    client = browser()
    [meeting] = add_meetings(1)
    minutes = Minutes.objects.get(meeting=meeting)
    for scale, paragraphs in SCALES.items():
        section = Section.objects.create(minutes=minutes, position=paragraphs)
        ours, theirs = _timed(client, meeting, section, PARAGRAPH * paragraphs)
        for share, of in (("median", statistics.median), ("95 %", _late)):
            goal = GOALS[share] if scale == "5 kB" else None
            yield Row(f"Autosave, {share}", scale, of(ours), of(theirs), goal)


def _timed(client: Client, meeting: Meeting, section: Section, text: str) -> tuple[list[float], list[float]]:
    """Return the seconds of every save and of every empty POST, taken in turns."""
    place = address("section-save", meeting.pk, section.uuid, "fr")
    first = write_text(section, lang="fr", heading="Titre", html=text, base=0, by=coordinator(), at=timezone.now())
    base, ours, theirs = first.revision.pk, [], []
    for number in range(TIMES):
        sent = {"heading": "Titre", "html": f"{text}<p>{number}</p>", "html-notation": "html", "base": base, "other_rev": 0}
        ours.append(seconds(_posted(client, place, sent)))
        base = SectionRevision.objects.filter(text__section=section).latest("pk").pk
        theirs.append(seconds(_posted(client, EMPTY, sent)))
    return ours, theirs


def _posted(client: Client, place: str, sent: dict[str, object]) -> Callable[[], None]:
    """Return a call that posts. Raises RuntimeError for an answer other than 200: what fails early is fast."""

    def post() -> None:
        response = client.post(
            place, {**sent, "session": "7a1b8a3e-0000-4000-8000-000000000001"}, headers={"Accept": "application/json"}
        )
        if response.status_code != 200:
            raise RuntimeError(f"{place} answered {response.status_code}.")

    return post


def _late(times: list[float]) -> float:
    """Return the time below which 95 of 100 stay."""
    return statistics.quantiles(times, n=20)[-1]
