"""Pasted names and timetables, without a database."""

import datetime

import pytest

from meetings.importing import UnreadableDocument
from meetings.pasting import read_attendees, read_timetable

SEED = (
    "Présents: Lisa Asselman (POD MI-IS), Umit Karanfil (OCMW Gent), Alexandre Van Belle (CPAS Charleroi)\n\n"
    "Excusés: Jolien De Crom (OCMW Antwerpen)"
)
TIMETABLE = """Agenda de la rencontre:

9u00 à 9u30:\tAccueil
9u45 à 10u30:\tFaire connaissance + check in + états des lieux
10u30 à 10u45:\tPause
12u00 à 13u00:\tPause midi
"""


def people(text: str, default: str = "present") -> list[tuple[str, str | None, str]]:
    return [(one.name, one.organisation, one.status) for one in read_attendees(text, default).attendees]


def test_labels_give_the_status() -> None:
    assert people(SEED) == [
        ("Lisa Asselman", "POD MI-IS", "present"),
        ("Umit Karanfil", "OCMW Gent", "present"),
        ("Alexandre Van Belle", "CPAS Charleroi", "present"),
        ("Jolien De Crom", "OCMW Antwerpen", "excused"),
    ]


@pytest.mark.parametrize("default", ["present", "excused", "guest", "unknown"])
def test_names_without_a_label_get_the_status_that_was_chosen(default: str) -> None:
    assert people("Lisa Asselman (SPP IS), Umit Karanfil (OCMW Gent)", default) == [
        ("Lisa Asselman", "SPP IS", default),
        ("Umit Karanfil", "OCMW Gent", default),
    ]


def test_one_name_a_line() -> None:
    assert people("Lisa Asselman (SPP IS)\nAgnès Dubus\n- Tom Anthuenis (SPP IS)") == [
        ("Lisa Asselman", "SPP IS", "present"),
        ("Agnès Dubus", None, "present"),
        ("Tom Anthuenis", "SPP IS", "present"),
    ]


def test_a_person_without_organisation_is_kept() -> None:
    assert people("Présents: Agnès Dubus") == [("Agnès Dubus", None, "present")]


def test_times_titles_and_kinds_are_read() -> None:
    assert [(item.start, item.end, item.title, item.kind) for item in read_timetable(TIMETABLE).items] == [
        (datetime.time(9), datetime.time(9, 30), "Accueil", "welcome"),
        (datetime.time(9, 45), datetime.time(10, 30), "Faire connaissance + check in + états des lieux", "check_in"),
        (datetime.time(10, 30), datetime.time(10, 45), "Pause", "break"),
        (datetime.time(12), datetime.time(13), "Pause midi", "lunch"),
    ]


def test_numbers_are_kept_as_typed() -> None:
    items = read_timetable("Ordre du jour :\n1) Update de l'appel\n2) Rapport intermédiaire").items
    assert [(item.label, item.title) for item in items] == [("1)", "Update de l'appel"), ("2)", "Rapport intermédiaire")]


def test_every_line_is_a_row_also_without_time_or_number() -> None:
    assert [item.title for item in read_timetable("9h00 : Accueil\nTour de table\n10h00 : Budget").items] == [
        "Accueil",
        "Tour de table",
        "Budget",
    ]


def test_a_wrapped_line_belongs_to_the_row_before() -> None:
    read = read_timetable("9h00 : Présentation\ndes projets\n10h00 : Budget")
    assert [item.title for item in read.items] == ["Présentation des projets", "Budget"]
    assert read.joined == ["des projets"]


@pytest.mark.parametrize("title", ["Rondvraag/Varia/Divers", "Varia / Divers", "Divers et varia", "Rondvraag, varia en suite"])
def test_any_other_business_is_known_in_several_words(title: str) -> None:
    assert [item.kind for item in read_timetable(f"9h00 : Accueil\n12h00 : {title}").items] == ["welcome", "any_other_business"]


@pytest.mark.parametrize("text", ["", "   \n\t\n"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocument):
        read_timetable(text)
    with pytest.raises(UnreadableDocument):
        read_attendees(text, "present")
