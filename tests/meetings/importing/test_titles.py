"""Title, date, hours, place and mode from the head of a document."""

import datetime as dt

import pytest

from meetings.importing import ParsedMinutes, parse_minutes, read_text

from .checks import directory

BODY = "\n\n1. Introduction\n\n"


def read(head: str, text: str = "Texte.") -> ParsedMinutes:
    return parse_minutes(read_text(f"{head}{BODY}{text}"), match=directory)


def codes(head: str, text: str = "Texte.") -> list[str]:
    return [notice.code for notice in read(head, text).warnings if notice.code not in {"missing_agenda", "missing_attendance"}]


@pytest.mark.parametrize(
    ("head", "fr", "nl"),
    [
        ("Rapport rencontre CPAS AMIF 14 septembre 2021", "Rapport rencontre CPAS AMIF", ""),
        ("Verslag bijeenkomst OCMW's AMIF 14 september 2021", "", "Verslag bijeenkomst OCMW's AMIF"),
        (
            "Rapport rencontre – *Verslag bijeenkomst* AMIF 1er avril 2022 – 1 april 2022",
            "Rapport rencontre AMIF",
            "Verslag bijeenkomst AMIF",
        ),
        (
            "Verslag bijeenkomst – Rapport rencontre AMIF 1 april 2022 – 1er avril 2022",
            "Rapport rencontre AMIF",
            "Verslag bijeenkomst AMIF",
        ),
        ("Verslag bijeenkomst\nRapport rencontre\nAMIF\n21/04/2022", "Rapport rencontre AMIF", "Verslag bijeenkomst AMIF"),
        ("Verslag bijeenkomst / Rapport rencontre\nAMIF 21/04/2022", "Rapport rencontre AMIF", "Verslag bijeenkomst AMIF"),
        ("Verslag bijeenkomst Rapport rencontre AMIF 14.9.2021", "Rapport rencontre AMIF", "Verslag bijeenkomst AMIF"),
        ("Objet : PV réunion réseau AMIF du 3 mai 2022", "PV réunion réseau AMIF", ""),
        ("Compte rendu de la réunion du mardi 3 mai 2022 à Namur", "Compte rendu de la réunion à Namur", ""),
        ("Voici le rapport. Bonne lecture,\nMaëlle\n\nRapport rencontre AMIF 3 mai 2022", "Rapport rencontre AMIF", ""),
    ],
)
def test_titles_in_one_language_or_two(head: str, fr: str, nl: str):
    result = read(head)
    assert (result.title_fr, result.title_nl) == (fr, nl)
    assert result.date is not None


@pytest.mark.parametrize(
    ("head", "warnings"),
    [
        ("Rapport réunion 14 septembre 2021 – Verslag vergadering 15 september 2021", ["contradicting_dates"]),
        ("Rapport réunion 14 septembre 2021 – Verslag vergadering 14 september 2022", ["contradicting_dates"]),
        ("Rapport réunion 14 et 15 septembre 2021", ["several_days"]),
        ("Rapport réunion 03/04", ["date_without_year"]),
        ("Rapport réunion", ["missing_date"]),
        ("", ["missing_date", "missing_title"]),
        ("Verslag – Rapport 14 september 2021 – 14 septembre 2021", []),
    ],
)
def test_what_is_uncertain_in_the_head_is_said(head: str, warnings: list[str]):
    assert codes(head) == warnings


def test_labelled_lines_give_date_hours_and_place():
    result = read("Rapport réunion AMIF\n\nDate : 3 mai 2022\nLieu : Namur, salle 2\nHeure : 9h30 - 12h")
    assert (result.date, result.place, result.starts_at, result.ends_at) == (
        dt.date(2022, 5, 3),
        "Namur, salle 2",
        dt.time(9, 30),
        dt.time(12),
    )


def test_hours_in_the_title_are_no_part_of_it():
    result = read("Rapport réunion du comité – mardi 3 octobre 2023, de 9h à 11h")
    assert (result.title_fr, result.starts_at, result.ends_at) == ("Rapport réunion du comité", dt.time(9), dt.time(11))


ONLINE_TITLE = "Rapport rencontre en ligne 3 mai 2022"


@pytest.mark.parametrize(
    ("head", "text", "mode"),
    [
        (ONLINE_TITLE, "Texte.", "online"),
        ("Verslag online vergadering 3 mei 2022", "Tekst.", "online"),
        ("Verslag hybride overleg 3 mei 2022", "Tekst.", "hybrid"),
        ("Rapport rencontre en présentiel 3 mai 2022", "Texte.", "in_person"),
        ("Rapport réunion 3 mai 2022", "La réunion a lieu par Teams.", "online"),
        ("Verslag 3 mei 2022", "De vergadering vindt fysiek plaats.", "in_person"),
        ("Verslag 3 mei 2022", "Enkele deelnemers volgen online, de andere deelnemers zijn fysiek aanwezig.", "hybrid"),
        ("Verslag 3 mei 2022", "De vergadering gaat niet online door maar fysiek.", "in_person"),
        (
            "Rapport réunion 3 mai 2022",
            "La réunion n'a plus lieu en ligne : les participants sont présents physiquement.",
            "in_person",
        ),
        ("Rapport réunion 3 mai 2022", "La formation en ligne est un succès.", None),
        ("Rapport réunion 3 mai 2022", "La prochaine réunion aura lieu en ligne.", None),
        ("Rapport réunion 3 mai 2022\n\nLieu : Teams", "Texte.", "online"),
        ("Rapport réunion 3 mai 2022\n\nPrésents : Lisa Maes (SPP IS), Tom Claes (CPAS Namur) (en ligne)", "Texte.", "hybrid"),
    ],
)
def test_mode(head: str, text: str, mode: str | None):
    assert read(head, text).mode == mode


def test_the_text_wins_over_the_title():
    text = "La réunion a lieu à Namur avec une présence physique."
    assert (read(ONLINE_TITLE, text).mode, codes(ONLINE_TITLE, text)) == ("in_person", ["heading_contradicts_text"])


@pytest.mark.parametrize(
    "line",
    [
        "BETER SAMEN LEVEN",
        "DETER SAMEN LEVEN",
        "MIBUX VIVRE ENSEMBLE",
        "SPP INTÉGRATION SOCIALE",
        "P0D MAATSCHAPPELIJKE INTEGRATIE",
        "Vers une politique de migration\nplus intégrée, grâce au FAMI",
        "Naar een geïntegreerd migratiebeleid,\ndankzij het AMIF",
        "Cofinancé par l'Union européenne",
        "Page 2 sur 5",
        "- 3 -",
    ],
)
def test_the_letterhead_is_listed_by_name(line: str):
    result = read(f"{line}\n\nRapport réunion 3 mai 2022")
    assert [piece.text for piece in result.furniture if piece.line <= line.count("\n") + 1] == line.split("\n")
    assert [section.label for section in result.sections] == ["1."]


def test_a_heading_with_the_name_of_the_service_is_no_letterhead():
    result = read("Rapport réunion 3 mai 2022", "Texte.\n\n2. SPP Intégration sociale\n\nTexte.")
    assert [section.heading for section in result.sections] == ["Introduction", "SPP Intégration sociale"]


def test_hours_that_run_backwards_are_pointed_out():
    assert codes("Réunion du 17 août 2021, de 18h00 à 12h00") == ["times_reversed"]
