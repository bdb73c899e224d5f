"""Agendas: numbered lists, timetables, tables, in one language or two."""

import pytest

from meetings.importing import ParsedMinutes, parse_minutes, read_text

from .checks import directory

HEAD = "Rapport réunion AMIF 2 avril 2024\n\n"


def read(agenda: str, *, section: str = "0. Introduction") -> ParsedMinutes:
    return parse_minutes(read_text(f"{HEAD}{section}\n\nTexte.\n\n{agenda}\n\n1. Suite\n\nTexte."), match=directory)


def rows(agenda: str) -> list[tuple[str, str | None, str]]:
    return [(item.label, item.start and f"{item.start:%H:%M}", item.title) for item in read(agenda).agenda]


@pytest.mark.parametrize(
    ("agenda", "found"),
    [
        ("Ordre du jour :\n\n- 1) Un\n- 2) Deux", [("1)", None, "Un"), ("2)", None, "Deux")]),
        ("Ordre du jour :\n1. Un\n2. Deux", [("1.", None, "Un"), ("2.", None, "Deux")]),
        ("Agenda\na) Un\nb) Deux", [("a)", None, "Un"), ("b)", None, "Deux")]),
        ("Agenda van de vergadering:\n- Un\n- Deux", [("", None, "Un"), ("", None, "Deux")]),
        ("Dagorde :\nUn\nDeux", [("", None, "Un"), ("", None, "Deux")]),
        ("Programme :\n\n9h00 : Un\n10h00 : Deux", [("", "09:00", "Un"), ("", "10:00", "Deux")]),
        ("Agenda:\n1. 9u00: Un\n2. 10u00: Deux", [("1.", "09:00", "Un"), ("2.", "10:00", "Deux")]),
        ("Agenda:\n- Un (9h00)\n- Deux (10h00)", [("", "09:00", "Un"), ("", "10:00", "Deux")]),
        ("9h00 : Un\n10h00 : Deux", [("", "09:00", "Un"), ("", "10:00", "Deux")]),
        ("Ordre du jour : 1. Un 2. Deux", [("1.", None, "Un"), ("2.", None, "Deux")]),
        ("Agenda : Un; Deux", [("", None, "Un"), ("", None, "Deux")]),
        (
            "**Ordre du jour**\n\n- Un qui continue\n  à la ligne\n- Deux",
            [("", None, "Un qui continue à la ligne"), ("", None, "Deux")],
        ),
    ],
)
def test_agendas_in_every_notation(agenda: str, found: list[tuple[str, str | None, str]]):
    assert rows(agenda) == found


def test_the_agenda_leaves_the_introduction():
    result = read("Ordre du jour de la réunion :\n\n- 1) Un\n- 2) Deux")
    assert [(section.label, section.html) for section in result.sections] == [("0.", "<p>Texte.</p>"), ("1.", "<p>Texte.</p>")]
    assert (result.agenda_title_fr, result.agenda_title_nl) == ("Ordre du jour de la réunion", "")


def test_a_table_names_its_presenters():
    agenda = "Agenda\n\n| Heure | Point | Qui ? |\n|---|---|---|\n| 9h - 10h | Budget | Lisa |\n| 10h | Pause | |"
    items = read(agenda).agenda
    assert [(item.title, item.presenters, item.kind) for item in items] == [("Budget", "Lisa", "topic"), ("Pause", "", "break")]


def test_two_agendas_in_two_languages_are_one():
    result = read(
        "Agenda van de vergadering:\n1. Onthaal\n2. Begroting van het netwerk\nOrdre du jour :\n1. Accueil\n2. Budget du réseau"
    )
    assert [(item.title_fr, item.title_nl) for item in result.agenda] == [
        ("Accueil", "Onthaal"),
        ("Budget du réseau", "Begroting van het netwerk"),
    ]


def test_the_agenda_of_the_next_meeting_is_text():
    result = read("Agenda de la prochaine réunion :\n- Un\n- Deux")
    assert result.agenda == ()
    assert "missing_agenda" in [notice.code for notice in result.warnings]


def test_a_row_that_ends_before_it_begins_is_pointed_out():
    assert "times_reversed" in [notice.code for notice in read("Agenda\n- 10h00 à 9h00 : Un\n- 11h00 : Deux").warnings]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Accueil", "welcome"),
        ("Accueil café", "welcome"),
        ("Onthaal met koffie", "welcome"),
        ("Mot de bienvenue", "welcome"),
        ("Welkom", "welcome"),
        ("Pause", "break"),
        ("Pause-café", "break"),
        ("Pauze", "break"),
        ("Koffiepauze", "break"),
        ("Pause midi", "lunch"),
        ("Pause de midi", "lunch"),
        ("Middagpauze", "lunch"),
        ("Lunch", "lunch"),
        ("Déjeuner", "lunch"),
        ("Check-in", "check_in"),
        ("Faire connaissance + check in", "check_in"),
        ("Check-out", "check_out"),
        ("Check out et clôture", "check_out"),
        ("Divers", "any_other_business"),
        ("Varia", "any_other_business"),
        ("Rondvraag", "any_other_business"),
        ("Varia en rondvraag", "any_other_business"),
        ("Accueil des demandeurs d'asile", "topic"),
        ("Diversité dans les équipes", "topic"),
        ("Budget", "topic"),
    ],
)
def test_kinds(title: str, kind: str):
    assert [item.kind for item in read(f"Agenda\n- {title}\n- Suites à donner au projet").agenda] == [kind, "topic"]
