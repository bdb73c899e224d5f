"""Which numbered lines are sections and which are items of a list."""

import pytest

from meetings.importing import ParsedMinutes, parse_minutes, read_text

from .checks import directory


def read(body: str) -> ParsedMinutes:
    return parse_minutes(
        read_text(f"Rapport réunion AMIF 2 avril 2024\n\nPrésents: Lisa Maes (SPP IS)\n\n{body}"), match=directory
    )


def tree(body: str) -> list[tuple[int, str, str]]:
    return [(section.level, section.label, section.heading) for section in read(body).sections]


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        ("1. Un", "2. Deux", ["1.", "2."]),
        ("0. Un", "1. Deux", ["0.", "1."]),
        ("1.Un", "2.Deux", ["1.", "2."]),
        ("1) Un", "2) Deux", ["1)", "2)"]),
        ("1° Un", "2° Deux", ["1°", "2°"]),
        ("1 - Un", "2 - Deux", ["1", "2"]),
        ("1/ Un", "2/ Deux", ["1/", "2/"]),
        ("I. Un", "II. Deux", ["I.", "II."]),
        ("A. Un", "B. Deux", ["A.", "B."]),
        ("Point 1 : Un", "Point 2 : Deux", ["Point 1", "Point 2"]),
        ("Punt 1. Un", "Punt 2. Deux", ["Punt 1", "Punt 2"]),
        ("# 1. Un", "# 2. Deux", ["1.", "2."]),
        ("**1. Un**", "**2. Deux**", ["1.", "2."]),
        ("# Un", "# Deux", ["", ""]),
        ("**Un**", "**Deux**", ["", ""]),
        ("UN BUDGET", "DEUX BUDGETS", ["", ""]),
    ],
)
def test_labels_are_kept_as_typed(first: str, second: str, labels: list[str]):
    assert [
        section.label.rstrip("/") if "/" in first else section.label
        for section in read(f"{first}\n\nTexte.\n\n{second}\n\nTexte.").sections
    ] == [label.rstrip("/") for label in labels]


def test_roman_dotted_and_arabic_labels_make_one_tree():
    headings = ["0. Introduction", "I. Débat", "I.1 CPAS de Liège", "I.2 CPAS de Namur", "2. Suites"]
    body = "\n\n".join(f"{heading}\n\nTexte." for heading in headings)
    assert tree(body) == [
        (1, "0.", "Introduction"),
        (1, "I.", "Débat"),
        (2, "I.1", "CPAS de Liège"),
        (2, "I.2", "CPAS de Namur"),
        (1, "2.", "Suites"),
    ]
    assert [section.parent for section in read(body).sections] == [None, None, 1, 1, None]


def test_three_levels():
    body = "2. Budget\n\n2.1. Recettes\n\nTexte.\n\n2.1.1. Subsides\n\nTexte.\n\n2.2. Dépenses\n\nTexte."
    assert [(level, label) for level, label, _ in tree(f"1. Intro\n\nTexte.\n\n{body}")] == [
        (1, "1."),
        (1, "2."),
        (2, "2.1."),
        (3, "2.1.1."),
        (2, "2.2."),
    ]


def test_letters_below_numbers():
    assert [
        (level, label) for level, label, _ in tree("I. Un\n\nA. Alpha\n\nTexte.\n\nB. Bêta\n\nTexte.\n\nII. Deux\n\nTexte.")
    ] == [
        (1, "I."),
        (2, "A."),
        (2, "B."),
        (1, "II."),
    ]


@pytest.mark.parametrize(
    "items",
    [
        "Remarques :\n\n1. CPAS de Liège :\nTexte un.\n2. CPAS de Namur :\nTexte deux.\n\n3. OCMW Gent n'a aucun commentaire.",
        "Remarques :\n\n1. Budget trop serré\n\n2. Délais trop courts\n\n3. Formulaires trop longs",
        "1. Le SPP IS écrit la note.\n\n2. Le CPAS la relit.\n\n3. Le réseau la publie.",
        "Décisions :\n1. Écrire\n2. Relire\n3. Publier",
        "1) un\n2) deux\n3) trois",
    ],
)
def test_a_numbered_list_inside_a_section_is_no_section(items: str):
    assert [label for _, label, _ in tree(f"1. Un\n\nTexte.\n\n2. Deux\n\n{items}\n\nSuite du texte.")] == ["1.", "2."]


@pytest.mark.parametrize(
    "items", ["Remarques :\n\n1. CPAS de Liège : oui.\n2. CPAS de Namur : non.", "Questions :\n\n1. Quand ?\n2. Où ?\n3. Qui ?"]
)
def test_the_section_after_a_list_is_found(items: str):
    assert [label for _, label, _ in tree(f"1. Un\n\nTexte.\n\n2. Deux\n\n{items}\n\n3. Divers\n\nTexte.")] == ["1.", "2.", "3."]


def test_a_document_without_a_single_blank_line():
    assert tree("1. Un\nTexte un.\n2. Deux\nTexte deux.\n2.1. CPAS Namur\nTexte.\n3. Trois\nTexte.") == [
        (1, "1.", "Un"),
        (1, "2.", "Deux"),
        (2, "2.1.", "CPAS Namur"),
        (1, "3.", "Trois"),
    ]


def test_a_number_that_jumps_is_kept_and_pointed_out():
    assert [label for _, label, _ in tree("1. Un\n\nTexte.\n\n4. Quatre\n\nTexte.")] == ["1.", "4."]
    assert "section_number_unexpected" in [notice.code for notice in read("1. Un\n\nTexte.\n\n4. Quatre\n\nTexte.").warnings]


def test_a_heading_that_is_an_organisation_is_matched():
    sections = read(
        "1. Tour\n\n1.1 CPAS de Liège\n\nTexte.\n\n1.2 OCMW Nergens\n\nTexte.\n\n1.3 Gand – immersion\n\nTexte."
    ).sections
    assert [section.organisation and section.organisation.match.name for section in sections] == [
        None,
        "CPAS de Liège",
        None,
        None,
    ]


def test_headings_guessed_from_short_lines_are_said_to_be_guessed():
    long_text = "Un paragraphe assez long pour que la ligne au-dessus de lui ait l'air d'un titre."
    result = read(f"Bienvenue\n\n{long_text}\n\nCalendrier\n\n{long_text}")
    assert [section.heading for section in result.sections] == ["Bienvenue", "Calendrier"]
    assert "headings_guessed" in [notice.code for notice in result.warnings]


def test_a_text_without_any_heading_is_one_section():
    assert tree("Une seule phrase, rien de plus.") == [(1, "", "")]
