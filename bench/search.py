"""Searching: how many questions of a fixed set find their section among the first hits, and how long it takes among 50 000."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core import richtext
from amif_network.search.finding import Filters
from amif_network.search.models import Entry
from amif_network.search.query import read
from amif_network.search.views import outcome_of
from bench.pages import add_meetings, same
from bench.portal import EMPTY, coordinator, drawn_anew, forgotten, load
from bench.rows import Row, compare
from meetings.models import Minutes, Section, SectionText

QUESTIONS = Path(__file__).with_name("questions.csv")
FEW, MANY = 1_000, 50_000
FIRST = 5
# The share of questions whose section is not among the first hits.
MOST_MISSED = 0.1
# What a search may cost, measured in empty views.
GOAL = 10.0
TIMES = 15
SEED = 20260302
# Questions of one frequent word, of two, of a name, of a phrase, and of nothing that is there.
TIMED = ("logement", "logement famille", "OCMW Luik", '"permis unique"', "introuvable")
# The pages of what the network knows; they look at everything, and are measured less often.
KNOWLEDGE = {
    "themes": "/fr/search/knowledge/",
    "one theme": "/fr/search/knowledge/themes/distance/",
    "round tables": "/fr/search/knowledge/round-tables/",
    "topics": "/fr/search/knowledge/topics/",
    "practices": "/fr/search/knowledge/practices/",
}
TIMES_OF_KNOWLEDGE = 5
WORDS_OF_A_SECTION = 60


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the section that should be found."""

    section: str
    language: str
    heading: str
    text: str
    question: str


def rows() -> Iterator[Row]:
    """Ask the questions among few sections, and some of them among many."""
    user = coordinator()
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        questions = [Question(**row) for row in csv.DictReader(file, delimiter=";")]
    with forgotten():
        minutes = list(Minutes.objects.filter(meeting__in=add_meetings(20)))
        places = _write(minutes, questions)
        _fill(minutes, questions, FEW)
        yield _missed("few", questions, places, user, FEW)
        few = {words: _questions_to_the_database(words) for words in TIMED}
        _fill(minutes, questions, MANY - FEW)
        _analyse()
        yield _missed("many", questions, places, user, MANY)
        for words in TIMED:
            same(f"Search for {words}", few[words], _questions_to_the_database(words))
            median, reference = compare(partial(load, _page(words)), partial(load, EMPTY), times=TIMES)
            yield Row("Search", f"{words}, {MANY} sections", median, reference, GOAL)
        yield from _knowledge()


def _knowledge() -> Iterator[Row]:
    """Measure what the network knows of all these sections: drawn anew, since each word that is written changes it."""
    for name, page in KNOWLEDGE.items():
        median, reference = compare(partial(drawn_anew, page), partial(load, EMPTY), times=TIMES_OF_KNOWLEDGE)
        yield Row("Knowledge", f"{name}, {MANY} sections", median, reference, GOAL)


def _missed(scale: str, questions: list[Question], places: dict[str, str], user: User, sections: int) -> Row:
    """Return how many questions do not find their section among the first hits, of all that are asked."""
    missed = [
        one.question
        for one in questions
        if places[one.section] not in [fit.place for fit in outcome_of(read(one.question), user, Filters()).found.fits[:FIRST]]
    ]
    for question in missed:
        print(f"  missed: {question}")
    goal = MOST_MISSED if scale == "few" else None
    return Row(
        f"Search, missed in the first {FIRST}",
        f"{len(questions)} questions, {sections} sections",
        len(missed),
        len(questions),
        goal,
    )


def _write(minutes: list[Minutes], questions: list[Question]) -> dict[str, str]:
    """Write the sections that the questions ask for, in both languages; return the place of each in the index."""
    keys = sorted({one.section for one in questions}, key=int)
    sections = Section.objects.bulk_create(
        Section(minutes=minutes[place % len(minutes)], position=place) for place in range(len(keys))
    )
    of = dict(zip(keys, sections, strict=True))
    SectionText.objects.bulk_create(_text(of[one.section], one.language, one.heading, one.text) for one in questions)
    return {key: f"s-{section.uuid}" for key, section in of.items()}


def _fill(minutes: list[Minutes], questions: list[Question], count: int) -> None:
    """Write so many other sections of the same words in another order, every second one in Dutch."""
    chance = random.Random(SEED + count)  # noqa: S311  # the same texts in every run
    words = {lang: [word for one in questions if one.language == lang for word in one.text.split()] for lang in ("fr", "nl")}
    sections = Section.objects.bulk_create(
        (Section(minutes=chance.choice(minutes), position=place % 30_000) for place in range(count)), batch_size=5_000
    )
    texts = (
        _text(section, lang, chance.choice(words[lang]), " ".join(chance.choices(words[lang], k=WORDS_OF_A_SECTION)))
        for place, section in enumerate(sections)
        for lang in ("fr" if place % 2 else "nl",)
    )
    SectionText.objects.bulk_create(texts, batch_size=5_000)


def _text(section: Section, lang: str, heading: str, words: str) -> SectionText:
    html = f"<p>{words}</p>"
    return SectionText(
        section=section,
        language=lang,
        heading=heading,
        html=html,
        hash=richtext.content_hash(heading, html),
        updated_at=timezone.now(),
    )


def _page(words: str) -> str:
    return f"/fr/search/?{urlencode({'q': words})}"


def _questions_to_the_database(words: str) -> int:
    load(_page(words))
    with CaptureQueriesContext(connection) as captured:
        load(_page(words))
    return len(captured)


def _analyse() -> None:
    """Let the database know how much there is, as it does by itself within a minute."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Entry._meta.db_table}")
