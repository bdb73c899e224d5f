"""References to slides in the shapes of the documents, and what only looks like one."""

import pytest

from meetings.importing import as_json, parse_minutes, read_text
from meetings.importing.slides import slides_in

from .checks import directory


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Détails : voir présentation (dia 3 à 6)", [(3, 6, ())]),
        ("Détails : voir présentation (dia 7 à la fin)", [(7, None, ())]),
        ("voir présentation (slide 2 jusqu'à slide 8).", [(2, 8, ())]),
        ("voir présentation (10 jusqu'à 14)", [(10, 14, ())]),
        ("Diapositives 12 et 14", [(12, 14, (12, 14))]),
        ("Zie dia's 3 tot 6", [(3, 6, ())]),
        ("dia’s 1 t.e.m. 4", [(1, 4, ())]),
        ("dia 2 t/m 5", [(2, 5, ())]),
        ("dia 7 tot het einde", [(7, None, ())]),
        ("dia 12 e.v.", [(12, None, ())]),
        ("Slides 3 et suivantes", [(3, None, ())]),
        ("slides 4, 5 & 9", [(4, 9, (4, 5, 9))]),
        ("voir diapositives 3 à 6 et 9", [(3, 6, ()), (9, 9, ())]),
        ("cf. slides 12-14 et 16-18", [(12, 14, ()), (16, 18, ())]),
        ("Voir les diapositives de 3 à 6", [(3, 6, ())]),
        ("diapo n° 5", [(5, 5, ())]),
        ("dia 3, 250 000 euros", [(3, 3, ())]),
    ],
)
def test_every_shape_is_read(text: str, found: list):
    assert [(slides.first, slides.last, slides.numbers) for slides in slides_in(text)] == found


@pytest.mark.parametrize(
    "text",
    ["media 3", "présentation 2022", "présentation de l'appel (42)", "la réunion (10 à 14)", "dialogue 3", "dia 1.300.000"],
)
def test_what_is_no_reference(text: str):
    assert slides_in(text) == []


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Diapositives 12 et 14 : plan d'action", "plan d'action"),
        ("Planning (dia 3 à 6)", "Planning"),
        ("Détails : voir présentation (dia 3 à 6)", ""),
    ],
)
def test_the_topic_is_what_the_text_says(text: str, topic: str):
    assert [slides.topic for slides in slides_in(text)] == [topic]


def test_json_lists_single_slides_and_takes_the_heading_as_topic():
    result = parse_minutes(read_text("Rapport réunion\n\n1. Budget\n\nVoir diapositives 12 et 14."), match=directory)
    assert as_json(result)["slide_references"] == [
        {"from": 12, "to": 12, "topic": "Budget"},
        {"from": 14, "to": 14, "topic": "Budget"},
    ]
    assert result.sections[0].html == "<p>Voir diapositives 12 et 14.</p>"


def test_a_range_that_counts_backwards_is_pointed_out():
    result = parse_minutes(read_text("Rapport réunion\n\n1. Budget\n\nVoir dia 8 à 3."), match=directory)
    assert "slides_reversed" in [notice.code for notice in result.warnings]
