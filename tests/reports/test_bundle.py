"""The minutes of a period in one file: which are in it, where they begin, and what happens when one is not genuine."""

import datetime
import hashlib
from functools import cache
from itertools import product

import pytest
from django.db import connection
from pgtrigger import ignore

from amif_network.core.pdf import html_to_pdf
from amif_network.reports import asking, working
from amif_network.reports.kinds import Asked
from amif_network.reports.kinds.bundle import KIND
from amif_network.reports.models import Report
from meetings.models import Edition
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, signed
from tests.factories.reading_pdfs import complaints, pages, tags

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=1)
PERIOD = {"first": "2025-01-01", "last": "2025-12-31", "audience": "internal"}


@cache
def printed(words: str) -> bytes:
    """A document of one page."""
    return html_to_pdf(f'<!doctype html><html lang="fr"><title>{words}</title><body><h1>{words}</h1></body></html>')


@pytest.fixture
def editions(french_coordinator, settings, tmp_path) -> list[Edition]:
    """The French and bilingual editions of two meetings of 2025, for the network and the public, and one of the year before."""
    settings.REPORT_KINDS = ["amif_network.reports.kinds.bundle.KIND"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.REPORT_PROCESSES = 0
    approved = {"approved_by": french_coordinator, "approved_at": NOW, "published_by": french_coordinator, "published_at": NOW}
    for month, year in ((6, 2025), (3, 2025), (12, 2024)):
        day = datetime.date(year, month, 5)
        meeting = MeetingFactory(title_fr=f"Rencontre {month}", title_nl=f"Ontmoeting {month}", date=day, state="held")
        minutes = MinutesFactory(meeting=meeting, **signed("published", french_coordinator))
        for language, audience in product(("fr", "both"), ("internal", "public")):
            pdf = printed(f"Texte {month} {language} {audience}")
            values = {"language": language, "audience": audience, "pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest()}
            Edition.objects.create(minutes=minutes, version=1, content={}, **values, **approved)
    return list(Edition.objects.filter(minutes__meeting__date__year=2025, language="fr", audience="internal").order_by("-pk"))


def bundled(by, language: str = "fr", **changed: str) -> Report:
    report, _new = asking.ask(KIND, by=by, at=LATER, parameters=PERIOD | changed, language=language, format="pdf")
    working.work(report.pk, at=LATER)
    report.refresh_from_db()
    return report


def test_the_minutes_of_the_period_stand_in_their_order_as_they_were_published(editions, french_coordinator) -> None:
    report = bundled(french_coordinator)
    with report.file.open() as file:
        pdf = file.read()
    assert report.filename == "recueil-de-comptes-rendus-2025-01-01-2025-12-31-fr.pdf"
    assert complaints(pdf) == []
    shown = pages(pdf)
    assert [part.name for part in tags(pdf).kids[-2:]] == ["Part"] * 2
    assert len(shown) == 3
    assert "Texte 3 fr internal" in shown[1]
    assert "Texte 6 fr internal" in shown[2]
    for edition in editions:
        assert edition.sha256 in "".join(shown[0].split())
    assert [line for line in shown[0].splitlines() if line in ("2", "3")] == ["2", "3"]


def test_a_bilingual_bundle_holds_the_bilingual_editions_and_says_all_twice(editions, dutch_coordinator) -> None:
    report = bundled(dutch_coordinator, "both", audience="public")
    with report.file.open() as file:
        shown = [" ".join(page.split()) for page in pages(file.read())]
    first = shown[0]
    assert "1er janvier au 31 décembre 2025" in first
    assert "1 januari tot 31 december 2025" in first
    assert all(title in first for title in ("Rencontre 3", "Ontmoeting 3", "Rencontre 6", "Ontmoeting 6"))
    assert "Texte 3 both public" in shown[1]


def test_a_period_without_minutes_says_so_and_makes_no_file(editions, french_coordinator) -> None:
    report = bundled(french_coordinator, first="2019-01-01", last="2019-12-31")
    assert report.state == "failed"
    assert "Choisissez une période plus longue" in report.remark_fr
    assert not report.file


def test_an_edition_that_was_altered_is_named_and_not_bundled(editions, french_coordinator) -> None:
    """The database refuses such a change; bytes that rot, or somebody with its password, do not ask it."""
    with connection.cursor() as cursor, ignore("meetings.Edition:edition_is_frozen"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE meetings_edition DROP CONSTRAINT edition_hash_is_of_its_bytes")
        cursor.execute("UPDATE meetings_edition SET pdf = pdf || 'x' WHERE id = %s", [editions[0].pk])
    report = bundled(french_coordinator)
    assert report.state == "failed"
    assert "2025-03-05-compte-rendu-v1.0-fr.pdf" in report.remark_fr
    assert "2025-03-05-compte-rendu-v1.0-fr.pdf" in report.remark_nl


def test_the_page_that_asks_names_what_will_be_inside(editions, french_coordinator) -> None:
    asked = Asked(PERIOD, "fr", "pdf", french_coordinator, LATER)
    assert [str(line.title) for line in KIND.contents(asked)][1:] == ["Rencontre 3", "Rencontre 6"]
