"""The document of the minutes: its HTML, kept as snapshots, and the PDF made of it."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from amif_network.core.bilingual import Localised
from amif_network.core.pdf import html_to_pdf
from meetings.printed import Layout, PrintedLeftOpen, PrintedMinutes, PrintedPassage, PrintedPending, PrintedSection
from meetings.public import NamedPerson, public_version
from meetings.typesetting import minutes_html
from tests.factories.nasty_html import TEXTS
from tests.factories.printed import missing, organisations, printed_head, printed_minutes, printed_passage, printed_section
from tests.factories.reading_pdfs import complaints, page_count, pages, shown_text, tags

SNAPSHOTS = Path(__file__).parent / "snapshots"
BOXES = re.compile(r'<div class="notice">.*?</div>', re.DOTALL)


def flat(text: str) -> str:
    """Text as one line with plain spaces, for comparing words."""
    return " ".join(re.sub(r"[\s\u00a0\u202f]+", " ", text).split())


def gaps(*languages: str) -> PrintedMinutes:
    """A draft whose last language misses section 0. and is outdated in 0.1, where the other had no comment."""
    heads = tuple(printed_head(lang, approval=None) for lang in languages)
    record = printed_minutes(*languages, state="draft", sections=3, heads=heads)
    first, second, third = record.sections
    first = replace(first, passages=(*first.passages[:-1], missing(first.passages[-1])))
    second = replace(second, passages=(*second.passages[:-1], replace(second.passages[-1], outdated=True, no_comment=True)))
    return replace(record, sections=(first, second, third))


def for_the_public() -> PrintedMinutes:
    """A corrected version in both languages, as the public reads it."""
    errata = {"fr": "Le montant du point 0.1 est corrigé.", "nl": "Het bedrag van punt 0.1 is verbeterd."}
    heads = tuple(printed_head(lang, erratum=Localised(errata[lang], lang)) for lang in ("fr", "nl"))
    antwerp = {"fr": "CPAS d'Anvers", "nl": "OCMW Antwerpen"}
    ada = NamedPerson(given="Ada", family="Peeters", organisations=antwerp, took_part=True)
    return public_version(printed_minutes("fr", "nl", version=2, sections=2, heads=heads), [ada]).minutes


CASES = {
    "french-approved": lambda: printed_minutes("fr", sections=2),
    "dutch-draft-with-gaps": lambda: gaps("nl"),
    "bilingual-columns-with-gaps": lambda: gaps("fr", "nl"),
    "bilingual-public-corrected": for_the_public,
    "bilingual-alternating": lambda: printed_minutes("nl", "fr", layout="alternating", sections=2),
}


@pytest.mark.parametrize("name", CASES)
def test_the_html_is_as_it_was_looked_at(name: str) -> None:
    """After a change on purpose: delete the snapshot, run the test, look at what it wrote, commit it."""
    html = "\n".join(line.rstrip() for line in minutes_html(CASES[name]()).splitlines() if line.strip()) + "\n"
    snapshot = SNAPSHOTS / f"{name}.html"
    if not snapshot.exists():
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text(html, encoding="utf-8")
        pytest.fail(f"{snapshot.name} was written: look at it and run the test again.")
    assert html == snapshot.read_text(encoding="utf-8")


def with_left_open() -> PrintedMinutes:
    """Minutes whose second item takes up two promises."""
    heads = []
    for lang in ("fr", "nl"):
        head = printed_head(lang)
        owed = tuple(PrintedLeftOpen(text=Localised(f"{lang} {name}", lang), who="OCMW Gent") for name in ("un", "deux"))
        first, second, *rest = head.agenda
        heads.append(replace(head, agenda=(first, replace(second, left_open=owed), *rest)))
    return printed_minutes("fr", "nl", heads=tuple(heads))


@pytest.mark.parametrize("timed", [True, False])
def test_an_item_of_the_agenda_lists_what_it_takes_up(timed: bool) -> None:
    """In a timetable and in a plain list of titles."""
    printed = with_left_open()
    if not timed:
        heads = tuple(
            replace(head, agenda=tuple(replace(row, time="", label="", presenters="") for row in head.agenda))
            for head in printed.heads
        )
        printed = replace(printed, heads=heads)
    html = minutes_html(printed)
    assert [flat(re.sub("<[^>]+>", " ", found)) for found in re.findall(r'<ul class="left-open">(.*?)</ul>', html)] == [
        "fr un (OCMW Gent) fr deux (OCMW Gent)", "nl un (OCMW Gent) nl deux (OCMW Gent)",
    ]  # fmt: skip
    assert complaints(html_to_pdf(html)) == []


@pytest.mark.parametrize("layout", ["columns", "alternating"])
def test_only_a_language_that_lacks_something_is_called_provisional(layout: Layout) -> None:
    """Complete French stands beside Dutch with gaps, and a reason for publishing so: it is printed where the gaps are."""
    record = replace(gaps("fr", "nl"), layout=layout)
    heads = tuple(replace(head, reason=Localised("De vertaler is ziek.", "nl")) for head in record.heads)
    html = minutes_html(replace(record, heads=heads))
    assert flat(" ".join(BOXES.findall(html))).count("ziek") == 1
    assert [re.search(r"<strong>(.*?)</strong>", box)[1] for box in BOXES.findall(html)] == ["Voorlopige editie"]
    assert "<strong>Édition provisoire</strong>" not in minutes_html(replace(record, heads=heads).only("fr"))


@pytest.mark.parametrize("name", CASES)
def test_the_checker_finds_nothing(name: str) -> None:
    assert complaints(html_to_pdf(minutes_html(CASES[name]()))) == []


@pytest.mark.parametrize(
    ("languages", "layout"), [(("fr",), "columns"), (("fr", "nl"), "columns"), (("nl", "fr"), "alternating")]
)
def test_hard_texts_print_and_the_checker_finds_nothing(languages: tuple[str, ...], layout: str) -> None:
    sections = tuple(
        PrintedSection(
            anchor=f"s-{number}",
            depth=1 + number % 4,
            label=f"{number}." if number % 3 else "",
            passages=tuple(
                PrintedPassage(lang=lang, heading=Localised(name, lang), html=Localised(html, lang)) for lang in languages
            ),
        )
        for number, (name, html) in enumerate(TEXTS.items())
    )
    pdf = html_to_pdf(minutes_html(printed_minutes(*languages, layout=layout, sections=sections, people=60)))
    assert complaints(pdf) == []
    text = flat(shown_text(pdf)).replace("- ", "").replace(" ", "")
    assert [
        word for word in ("Łódź", "Niveau8", "note de cellule", "[U+738B]", "7. Sept") if word.replace(" ", "") not in text
    ] == []


def test_both_slogans_senders_and_funding_statements_stand_on_every_letterhead() -> None:
    first_page = flat(pages(html_to_pdf(minutes_html(printed_minutes("nl", sections=1))))[0])
    expected = [
        "POD MAATSCHAPPELIJKE INTEGRATIE",
        "BETER SAMEN LEVEN",
        "SPP INTÉGRATION SOCIALE",
        "MIEUX VIVRE ENSEMBLE",
        "Medegefinancierd door de Europese Unie Cofinancé par l’Union européenne",
        "Naar een geïntegreerd migratiebeleid, dankzij het AMIF Vers une politique de migration plus intégrée, grâce au FAMI",
    ]
    assert [part for part in expected if part not in first_page] == []


def test_pages_run_with_title_draft_version_and_number() -> None:
    texts = [flat(page) for page in pages(html_to_pdf(minutes_html(gaps("fr"))))]
    assert len(texts) > 1
    assert [text.count("Rencontre des CPAS du réseau, jeudi 21 avril 2022") for text in texts] == [0, *[1] * (len(texts) - 1)]
    # The first page has the mark beside the title as well.
    assert [text.count("Projet de compte rendu") for text in texts] == [2, *[1] * (len(texts) - 1)]
    assert [f"{number}/{len(texts)}" in text.replace(" ", "") for number, text in enumerate(texts, start=1)] == [True] * len(
        texts
    )
    assert [text.count("Version 1.0") for text in texts] == [1] * len(texts)


def test_approved_minutes_carry_no_draft_mark_but_who_approved_them() -> None:
    text = flat(shown_text(html_to_pdf(minutes_html(printed_minutes("nl", sections=1)))))
    assert "Ontwerpverslag" not in text
    assert "Versie 1.0 goedgekeurd door Ada Peeters op 3 mei 2022." in text


def test_the_draft_mark_is_read_once() -> None:
    tree = tags(html_to_pdf(minutes_html(printed_minutes("fr", state="draft", sections=8))))
    assert [paragraph.lang for paragraph in tree.find("P") if paragraph.kids][:1] == ["fr"]
    html = minutes_html(printed_minutes("fr", state="draft", sections=8))
    assert html.count(">Projet de compte rendu<") == 1


def test_each_side_is_in_its_language() -> None:
    tree = tags(html_to_pdf(minutes_html(printed_minutes("fr", "nl", sections=2))))
    headings = tree.find("H2", "H3")
    assert {heading.lang for heading in headings} == {"fr", "nl"}
    assert [heading.lang for heading in headings if heading.name == "H2"][:4] == ["fr", "nl", "fr", "nl"]


def heading_levels(html: str) -> list[int]:
    """The levels of all headings, in order."""
    return [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]


@pytest.mark.parametrize("languages", [("fr",), ("fr", "nl")])
def test_no_heading_level_is_skipped(languages: tuple[str, ...]) -> None:
    html = "<h4>quatre</h4><p>a</p><h3>trois</h3><h4>quatre</h4>"
    depths = (1, 4, 2, 3, 3, 1)
    sections = tuple(
        PrintedSection(
            anchor=f"s-{number}",
            depth=depth,
            label="" if number == 2 else f"{number}.",
            passages=tuple(PrintedPassage(lang=lang, html=Localised(html, lang)) for lang in languages),
        )
        for number, depth in enumerate(depths)
    )
    levels = heading_levels(minutes_html(printed_minutes(*languages, sections=sections)))
    assert levels[0] == 1
    assert [after for before, after in pairwise(levels) if after > before + 1] == []


def test_there_is_one_title_and_every_identifier_is_unique() -> None:
    html = minutes_html(printed_minutes("fr", "nl"))
    assert heading_levels(html).count(1) == 1
    identifiers = re.findall(r'\sid="([^"]+)"', html)
    assert len(identifiers) == len(set(identifiers)) == 7


def test_a_missing_translation_shows_the_other_language_with_its_lang_and_a_label() -> None:
    html = minutes_html(gaps("nl"))
    box = re.search(r'<div class="fallback">(.*?)</div>', html, re.DOTALL)
    assert box is not None
    assert 'class="fallback-label">Tekst alleen beschikbaar in het Frans</p>' in box[1]
    assert '<div lang="fr"><p>' in box[1]
    assert "Sectie 0. bestaat alleen in het Frans." in html


def test_a_bilingual_edition_does_not_print_the_same_text_twice() -> None:
    html = minutes_html(gaps("fr", "nl"))
    assert html.count("Tekst alleen beschikbaar in het Frans") == 1
    assert '<div class="fallback">' in html
    assert '<div lang="fr">' not in html


def test_an_outdated_translation_says_so() -> None:
    html = minutes_html(gaps("nl"))
    assert html.count("De Franse tekst is gewijzigd sinds deze vertaling werd nagekeken.") == 1
    assert "De Nederlandse tekst van sectie 0.1 is ouder dan de Franse." in html
    assert "Geen opmerkingen." in html


def test_complete_minutes_have_no_box() -> None:
    assert 'class="pair notice"' not in minutes_html(printed_minutes("fr"))


def test_slides_and_pending_contributions_are_printed_in_their_language() -> None:
    text = flat(shown_text(html_to_pdf(minutes_html(printed_minutes("nl", sections=6)))))
    assert "Presentatie: dia’s 3 tot 5 – Nieuwe projectoproep" in text
    assert "Nog toe te voegen: eventuele opmerkingen van OCMW Antwerpen en OCMW Luik" in text


def test_french_spacing_of_what_was_typed_is_a_setting() -> None:
    record = printed_minutes("fr", sections=6)
    assert "\u202f" in minutes_html(record)
    assert "\u202f" not in minutes_html(replace(record, french_spacing=False))


def test_dutch_text_gets_no_french_spaces() -> None:
    html = minutes_html(printed_minutes("fr", "nl"))
    assert "lokale verenigingen? De" in html
    assert "associations locales\u202f? Les" in html


def test_a_wide_table_is_printed_over_the_whole_width() -> None:
    sections = (
        printed_section(
            0,
            ("fr", "nl"),
            passages=tuple(printed_passage(0, lang, html=Localised(TEXTS["wide table"], lang)) for lang in ("fr", "nl")),
        ),
    )
    assert 'class="pair section wide"' in minutes_html(printed_minutes("fr", "nl", sections=sections))


@pytest.mark.parametrize(("people", "sections", "count"), [(3, 0, 1), (12, 5, 4), (60, 5, 5)])
def test_the_length_of_the_document(people: int, sections: int, count: int) -> None:
    assert page_count(html_to_pdf(minutes_html(printed_minutes("fr", people=people, sections=sections)))) == count


def test_an_agenda_without_times_labels_and_presenters_is_a_list() -> None:
    head = printed_head("fr")
    bare = replace(head, agenda=tuple(replace(row, time="", label="", presenters="") for row in head.agenda))
    html = minutes_html(printed_minutes("fr", heads=(bare,), sections=0))
    assert '<table class="timetable">' not in html
    assert re.search(r'<ul>\s*<li>\s*<span lang="fr">Introduction</span>', html)


def test_an_agenda_prints_only_the_columns_that_hold_something() -> None:
    head = printed_head("fr")
    timed = replace(head, agenda=tuple(replace(row, label="", presenters="") for row in head.agenda))
    html = minutes_html(printed_minutes("fr", heads=(timed,), sections=0))
    table = html[html.index('<table class="timetable">') :]
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', table) == ["Heure", "Point"]


def test_half_a_page_has_no_column_for_numbers_alone() -> None:
    heads = [printed_head(lang) for lang in ("fr", "nl")]
    numbered = tuple(replace(head, agenda=tuple(replace(row, time="") for row in head.agenda)) for head in heads)
    html = minutes_html(printed_minutes("fr", "nl", heads=numbered, sections=0))
    assert '<table class="timetable">' not in html
    assert re.search(r'0\. <span lang="fr">Introduction</span>\s*<br><span class="presenters">Ada Peeters</span>', html)


def test_a_bilingual_document_runs_with_a_line_for_each_language() -> None:
    html = minutes_html(printed_minutes("fr", "nl", sections=0))
    assert "<title>Rencontre des CPAS du réseau, jeudi 21 avril 2022 – Bijeenkomst van de OCMW&#x27;s van het netwerk," in html
    text = pages(html_to_pdf(minutes_html(printed_minutes("fr", "nl", sections=4))))[1]
    assert "Rencontre des CPAS du réseau, jeudi 21 avril 2022\nBijeenkomst van de OCMW's van het netwerk, donderdag 21" in text


def test_a_contribution_without_words_is_named_by_who_owes_it() -> None:
    pending = (PrintedPending(text=Localised("", "fr"), who="CPAS de Liège"),)
    html = minutes_html(printed_minutes("fr", heads=(printed_head("fr", pending=pending),), sections=0))
    assert "<strong>À ajouter\u00a0:</strong> CPAS de Liège</p>" in html


def section_at_the_foot(layout: Layout, lines: int) -> list[str]:
    """The pages of a record whose second section, missing in Dutch, stands after so many lines."""
    filler = "<p>" + "<br>".join(["ligne"] * lines) + "</p>"
    present = {"filler": filler, "pair": "<p>Deux lignes en français, dont la seconde suit de près la première ici.</p>"}
    sections = tuple(
        PrintedSection(
            anchor=name,
            depth=1,
            label=f"{name}.",
            passages=tuple(
                PrintedPassage(
                    lang=lang,
                    heading=Localised(f"{name}-{lang}", lang),
                    html=Localised(html, "fr", fallback=lang == "nl") if name == "pair" else Localised(html, lang),
                )
                for lang in ("fr", "nl")
            ),
        )
        for name, html in present.items()
    )
    heads = tuple(printed_head(lang, attendance=(), agenda=()) for lang in ("fr", "nl"))
    return pages(html_to_pdf(minutes_html(printed_minutes("fr", "nl", layout=layout, heads=heads, sections=sections))))


@pytest.mark.parametrize(("layout", "first"), [("columns", 18), ("alternating", 0)])
def test_a_short_text_and_the_box_of_its_translation_stand_on_one_page(layout: Layout, first: int) -> None:
    """Wherever the foot of the page is: some of these lengths push the pair over it."""
    found = set()
    for lines in range(first, first + 7):
        texts = section_at_the_foot(layout, lines)
        words = ("pair-fr", "Deux lignes", "pair-nl", "Tekst alleen beschikbaar")
        places = {number for number, text in enumerate(texts) for word in words if word in text}
        assert len(places) == 1
        found |= places
    assert found == {0, 1}


def test_people_of_an_unknown_organisation_are_said_to_be_so() -> None:
    head = printed_head("fr")
    unknown = replace(organisations("fr", 1)[0], name="")
    html = minutes_html(
        printed_minutes(
            "fr", heads=(replace(head, attendance=(replace(head.attendance[0], organisations=(unknown,)),)),), sections=0
        )
    )
    assert '<th scope="row">Organisation inconnue</th>' in html
    assert "<td>Ada Peeters</td>" in html


def test_typed_text_cannot_become_markup() -> None:
    html = minutes_html(printed_minutes("fr", heads=(printed_head("fr", chair="<script>alert(1)</script>"),), sections=0))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
