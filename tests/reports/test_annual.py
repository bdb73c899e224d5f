"""The annual report: every figure against a small scene counted by hand, and the files that come of it."""

import datetime
import io
import json
from decimal import Decimal

import lxml.html
import openpyxl
import pytest
from django.utils import timezone, translation

from amif_network.core.pdf import html_to_pdf
from amif_network.reports.chapters import Share, Table
from amif_network.reports.kinds import Asked, Pieces, chaptered
from amif_network.reports.kinds.annual import KIND
from meetings.models import Meeting
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.partnerships import (
    AllocationFactory,
    ClaimFactory,
    EvaluationFactory,
    EvaluationItemFactory,
    PartnershipFactory,
    TransferFactory,
    YearBudgetFactory,
    partner_of,
)
from tests.factories.projects import PaymentFactory
from tests.factories.reading_pdfs import complaints, page_count, pages, tags
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory

AT = datetime.datetime(2026, 2, 1, 12, 0, tzinfo=datetime.UTC)


def asked(user, language: str = "fr", format: str = "pdf", year: int = 2025) -> Asked:
    return Asked({"year": year}, language, format, user, AT)


def table(user, chapter: str, key: str, lang: str = "fr") -> Table:
    [found] = [one for one in KIND.read(asked(user), lang) if one.key == chapter]
    return next(one for one in found.tables if one.key == key)


def rows(user, chapter: str, key: str, lang: str = "fr") -> list[list]:
    return [[getattr(cell, "text", cell) for cell in row] for row in table(user, chapter, key, lang).rows]


def made(values: Asked) -> Pieces:
    found = {}
    for part in KIND.parts(values):
        part.call(out := io.BytesIO())
        found[part.name] = out.getvalue()
    return Pieces(list(found), found.__getitem__)


def built(user, language: str, format: str) -> bytes:
    values = asked(user, language, format)
    pieces = made(values)
    with translation.override("fr"):
        KIND.assemble(values, pieces, out := io.BytesIO())
    return out.getvalue()


@pytest.fixture
def scene(host, partner):
    """Two meetings of 2025 and one of 2024; Binche comes in 2025 for the first time, Huy is a member and never comes."""
    OrganisationFactory(short_fr="CPAS de Huy", short_nl="OCMW Hoei", network_from=datetime.date(2025, 5, 1))
    before, spring, autumn = (
        MeetingFactory(held=True, date=datetime.date(*day), title_fr=name, title_nl="")
        for day, name in (((2024, 6, 3), "Été 2024"), ((2025, 3, 10), "Printemps"), ((2025, 10, 6), "Automne"))
    )
    MeetingFactory(held=True, series="committee", date=datetime.date(2025, 9, 1))
    MeetingFactory(state="cancelled", date=datetime.date(2025, 12, 1))
    MeetingFactory(date=datetime.date(2025, 12, 2))
    ann, bob, cas = (
        PersonFactory(given_name=name, family_name=family)
        for name, family in (("An", "Aerts"), ("Bo", "Bille"), ("Cas", "Claes"))
    )
    for meeting, person, organisation, status in (
        (before, ann, host, "present"), (spring, ann, host, "present"), (autumn, ann, host, "excused"),
        (spring, bob, host, "present"), (spring, cas, partner, "guest"), (autumn, cas, partner, "present"),
    ):  # fmt: skip
        AttendanceFactory(meeting=meeting, person=person, organisation=organisation, status=status)
    AffiliationFactory(person=bob, organisation=host, valid_from=datetime.date(2020, 1, 1), valid_to=datetime.date(2025, 6, 30))
    for state in ({}, {"done": True}, {"answered": True}):
        PromiseFactory(meeting=spring, owed_by=host, **state)
    PromiseFactory(meeting=before, owed_by=host)
    SignalFactory(meeting=spring, sent=True)
    IdeaFactory(meeting=autumn, organisation=partner, text_fr="Un marché aux outils")
    return spring, autumn


@pytest.fixture
def alliance(scene):
    """A partnership from March 2025 on: 10 000 € of budget, 4 000 € in, 3 000 € transferred in 2025 and 500 € in 2026."""
    made = PartnershipFactory(code="PA-9", starts_on=datetime.date(2025, 3, 1), ends_on=datetime.date(2026, 2, 28))
    budget = YearBudgetFactory(partnership=made, party=partner_of(made), year=2025, amount=Decimal(10000))
    return made, budget


def test_meetings_are_those_that_took_place(scene, french_coordinator) -> None:
    found = rows(french_coordinator, "meetings", "year")
    spring, autumn = datetime.date(2025, 3, 10), datetime.date(2025, 10, 6)
    # Guests are not among the people present, as in the list of meetings; their organisation was there.
    assert [(row[0], row[1], row[3], row[4]) for row in found] == [(spring, "Printemps", 2, 2), (autumn, "Automne", 1, 1)]
    assert rows(french_coordinator, "meetings", "by-year")[-2:] == [["2024", 1, 0], ["2025", 2, 1]]
    [chapter] = [one for one in KIND.read(asked(french_coordinator), "nl") if one.key == "meetings"]
    assert len(chapter.findings) == 4


def test_attendance_counts_an_organisation_once_a_meeting_and_shows_who_never_came(scene, french_coordinator) -> None:
    found = table(french_coordinator, "attendance", "organisations")
    by_name = {row[0]: list(row[-3:]) for row in found.rows}
    assert by_name == {
        "CPAS de Binche": [0, 2, Share(2, 2)],
        "CPAS de Charleroi": [1, 1, Share(1, 2)],
        "CPAS de Huy": [0, 0, Share(0, 2)],
    }
    assert list(found.total[-3:]) == [1, 2, None]
    people = {row[0]: [row[1], *row[-2:]] for row in rows(french_coordinator, "attendance", "people", "nl")}
    assert people == {
        "Aerts, An": ["OCMW Charleroi", 1, 1], "Bille, Bo": ["OCMW Charleroi", 0, 1], "Claes, Cas": ["OCMW Binche", 0, 2],
    }  # fmt: skip


def test_newcomers_and_departures(scene, french_coordinator) -> None:
    assert rows(french_coordinator, "people", "joined") == [["CPAS de Huy", datetime.date(2025, 5, 1)]]
    assert rows(french_coordinator, "people", "left") == []
    spring = datetime.date(2025, 3, 10)
    assert rows(french_coordinator, "people", "new-organisations") == [["CPAS de Binche", spring]]
    assert [row[0] for row in rows(french_coordinator, "people", "new-people")] == ["Bille, Bo", "Claes, Cas"]
    assert rows(french_coordinator, "people", "departures") == [["Bille, Bo", "CPAS de Charleroi", datetime.date(2025, 6, 30)]]


def test_promises_of_the_year_and_what_became_of_them(scene, french_coordinator) -> None:
    found = table(french_coordinator, "follow-up", "promises")
    assert [list(row) for row in found.rows] == [["CPAS de Charleroi", 3, 2, 1, 0, Share(2, 3)]]
    assert list(found.total)[1:] == [3, 2, 1, 0, Share(2, 3)]
    assert [row[0] for row in rows(french_coordinator, "follow-up", "open")] == ["CPAS de Charleroi"]
    assert [row[1:] for row in rows(french_coordinator, "follow-up", "signals")] == [[1, 1, 0]]


def test_themes(scene, alliance, french_coordinator) -> None:
    written = EvaluationFactory(partnership=alliance[0], as_of=datetime.date(2025, 12, 1), shared_at=timezone.now())
    for kind in ("advantage", "added_value", "drawback", "attention"):
        EvaluationItemFactory(evaluation=written, kind=kind, theme="reciprocity")
    assert [row[1:] for row in rows(french_coordinator, "themes", "evaluations")] == [[2, 1, 1]]
    assert [row[:2] for row in rows(french_coordinator, "themes", "ideas")] == [["Un marché aux outils", "CPAS de Binche"]]
    minutes = MinutesFactory(meeting=scene[0])
    asked_about = SectionFactory(minutes=minutes, kind="round_table", fr="Que faites-vous ?")
    for organisation in OrganisationFactory.create_batch(2):
        SectionFactory(minutes=minutes, parent=asked_about, kind="answer", organisation=organisation, fr="Beaucoup")
    SectionFactory(minutes=minutes, parent=asked_about, kind="answer", organisation=OrganisationFactory(), no_comment=True)
    assert [row[1:] for row in rows(french_coordinator, "themes", "round-tables")] == [["Que faites-vous ?", 2]]


def test_partnerships_are_counted_in_every_year_that_their_period_touches(alliance, french_coordinator) -> None:
    PartnershipFactory(code="PA-OLD", starts_on=datetime.date(2023, 1, 1), ends_on=datetime.date(2024, 12, 31))
    PartnershipFactory(
        code="PA-NO", starts_on=datetime.date(2025, 1, 1), ends_on=None, state="abandoned", end_reason="Sans suite"
    )
    assert [row[0] for row in rows(french_coordinator, "partnerships", "list")] == ["PA-9"]
    found = rows(french_coordinator, "partnerships", "by-year")
    assert found == [["2021", 0, 0, 0], ["2022", 0, 0, 0], ["2023", 1, 1, 0], ["2024", 1, 0, 1], ["2025", 1, 1, 0]]


def test_the_two_chains_of_money_by_the_year_in_which_it_moved(alliance, french_coordinator) -> None:
    partnership, budget = alliance
    payment = PaymentFactory(project=partnership.project, amount=Decimal(9000), received_on=datetime.date(2025, 2, 1))
    PaymentFactory(project=partnership.project, amount=Decimal(100), received_on=datetime.date(2024, 2, 1))
    AllocationFactory(partnership=partnership, payment=payment, amount=Decimal(4000))
    days = {"starts_on": datetime.date(2025, 3, 1), "ends_on": datetime.date(2025, 6, 30)}
    claim = ClaimFactory(budget=budget, accepted_whole=True, claimed=Decimal(4000), **days)
    for amount, day in ((3000, datetime.date(2025, 5, 5)), (500, datetime.date(2026, 1, 5))):
        TransferFactory(claim=claim, amount=Decimal(amount), state="executed", ordered_on=day, executed_on=day)
    assert rows(french_coordinator, "money", "by-year")[-2:] == [["2024", 100, 0, 0], ["2025", 9000, 4000, 3000]]
    assert [row[2] for row in rows(french_coordinator, "money", "projects")] == [9000]
    found = table(french_coordinator, "money", "partnerships")
    assert [list(row) for row in found.rows] == [["PA-9", 10000, 4000, 3000]]
    assert list(found.total)[1:] == [10000, 4000, 3000]


def test_the_two_languages_of_minutes(scene, french_coordinator) -> None:
    minutes = MinutesFactory(meeting=scene[0])
    SectionFactory(minutes=minutes, fr="Seulement en français")
    [row] = table(french_coordinator, "languages", "minutes").rows
    # The Dutch text is missing; the French one has nothing to be compared with.
    assert list(row[2:4]) == [Share(1, 1), Share(0, 1)]
    assert list(row[4:]) == ["non"] * 3
    [chapter] = [one for one in KIND.read(asked(french_coordinator), "nl") if one.key == "languages"]
    assert [finding.rpartition(": ")[2] for finding in chapter.findings] == ["100%.", "0%.", "1."]


def test_whoever_sees_less_is_told_less(scene, observer) -> None:
    """Figures are counted from what exists for the reader, whoever may ask today."""
    assert rows(observer, "meetings", "year") == []
    assert Meeting.objects.visible_to(observer).count() == 0


def test_the_document_is_accessible_in_every_language_and_names_its_pages(scene, alliance, french_coordinator) -> None:
    pdf = built(french_coordinator, "both", "pdf")
    assert complaints(pdf) == []
    found = tags(pdf)
    assert len(found.find("H1")) == 1
    assert {heading.lang for heading in found.find("H2")} == {"fr", "nl"}
    # Contents and chapters in each language; a figure beside the emblem for each drawing.
    assert len(found.find("H2")) == 2 * (1 + len(KIND.chapters))
    assert len(found.find("Figure")) > 8
    text = pages(pdf)
    assert len(text) == page_count(pdf) > 4
    assert "Printemps" in "".join(text)


def test_the_workbook_holds_figures_as_figures(scene, french_coordinator) -> None:
    book = openpyxl.load_workbook(io.BytesIO(built(french_coordinator, "nl", "xlsx")))
    assert len(book.sheetnames) == len({name.casefold() for name in book.sheetnames}) > 8
    sheet = next(page for page in book if page.cell(2, 1).value == "OCMW Binche" and page.max_column == 7)
    assert [sheet.cell(2, column).value for column in (5, 6, 7)] == [0, 2, 1]
    assert sheet.cell(2, 7).number_format == "0%"
    assert sheet.freeze_panes == "B2"


def test_no_markup_of_people_gets_into_the_document(scene, french_coordinator) -> None:
    Meeting.objects.filter(pk=scene[0].pk).update(title_fr="<b>Gras</b> & cie")
    part = next(one for one in KIND.parts(asked(french_coordinator)) if one.name == "fr-meetings")
    part.call(out := io.BytesIO())
    html = json.loads(out.getvalue())["html"]
    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; cie" in html
    assert html_to_pdf(f"<!doctype html><html lang=fr><title>x</title><body>{html}</body></html>")


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
def test_its_page_shows_its_drawings_each_with_its_table(scene, french_coordinator, format) -> None:
    values = asked(french_coordinator, "nl", format)
    charts = KIND.charts(values, made(values))
    drawn = [one for chapter in KIND.read(values, "nl") for one in chapter.tables if one.drawing]
    assert {lang: len(found) for lang, found in charts.items()} == {"nl": len(drawn)}
    assert len(drawn) == 4
    for table, html in zip(drawn, charts["nl"], strict=True):
        shown = lxml.html.fromstring(html)
        assert shown.findtext(".//svg/title") == table.drawing.title
        assert shown.findtext(".//svg/desc") == table.drawing.finding
        assert len(shown.findall(".//tbody/tr")) == len(table.rows) + bool(table.total)
        assert all(place.get("aria-labelledby") == shown.find(".//h3").get("id") for place in shown.findall(".//table"))


def test_a_drawing_that_is_too_long_for_a_page_is_left_to_the_file(scene, french_coordinator, monkeypatch) -> None:
    values = asked(french_coordinator)
    pieces = made(values)
    whole = KIND.charts(values, pieces)["fr"]
    monkeypatch.setattr(chaptered, "LONGEST_CHART", min(map(len, whole)))
    assert KIND.charts(values, pieces)["fr"] == [min(whole, key=len)]
    monkeypatch.setattr(chaptered, "MOST_CHARTS", 0)
    assert KIND.charts(values, pieces) == {"fr": []}
