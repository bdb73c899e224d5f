"""Contributions still to come, and explicit "no remarks"."""

import pytest

from meetings.importing import ParsedMinutes, parse_minutes, read_text

from .checks import directory

HEAD = "Rapport réunion AMIF 2 avril 2024\n\nPrésents: Lisa Maes (SPP IS)\n\n"


def read(body: str) -> ParsedMinutes:
    return parse_minutes(read_text(f"{HEAD}1. Budget\n\n{body}"), match=directory)


@pytest.mark.parametrize(
    ("sentence", "who", "names"),
    [
        (
            "A ajouter : avis éventuels des CPAS de Namur et de Liège.",
            "CPAS de Namur et de Liège",
            ["CPAS de Namur", "CPAS de Liège"],
        ),
        ("À ajouter : avis du CPAS d'Anvers.", "CPAS d'Anvers", ["CPAS d'Anvers"]),
        ("Reste à ajouter : la position de Lisa Maes.", "Lisa Maes", ["SPP Intégration sociale"]),
        ("La réponse du CPAS de Namur sera encore ajoutée.", "CPAS de Namur", ["CPAS de Namur"]),
        ("A compléter par le CPAS de Namur.", "CPAS de Namur", ["CPAS de Namur"]),
        ("Nog toe te voegen: opmerkingen van OCMW Luik en Gent.", "OCMW Luik en Gent", ["CPAS de Liège", "CPAS de Gand"]),
        (
            "Nog aan te vullen: reacties van de OCMW's van Luik en Gent.",
            "OCMW's van Luik en Gent",
            ["CPAS de Liège", "CPAS de Gand"],
        ),
        ("De bijdrage van OCMW Gent wordt nog toegevoegd.", "OCMW Gent", ["CPAS de Gand"]),
        ("De bijdrage van OCMW Gent wordt later toegevoegd.", "OCMW Gent", ["CPAS de Gand"]),
    ],
)
def test_pending_contributions_leave_the_text(sentence: str, who: str, names: list[str]):
    result = read(f"{sentence} Suite du texte.")
    (pending,) = result.pending
    assert (pending.text, pending.who, [one.match.name for one in pending.organisations]) == (sentence, who, names)
    assert result.sections[0].html == "<p>Suite du texte.</p>"


@pytest.mark.parametrize(
    "sentence", ["Il faut ajouter une colonne.", "Le point sera ajouté à l'ordre du jour.", "De kolom wordt toegevoegd."]
)
def test_other_additions_are_text(sentence: str):
    result = read(sentence)
    assert (result.pending, result.sections[0].html) == ((), f"<p>{sentence}</p>")


def test_the_turn_of_an_organisation_says_whose_contribution_it_is():
    result = read("Texte.\n\n1.1 CPAS de Liège\n\nÀ ajouter.\n\n1.2 CPAS de Namur\n\nAucune remarque.")
    assert [pending.who for pending in result.pending] == ["CPAS de Liège"]
    assert [(one.organisation.match.name, one.section) for one in result.no_remarks] == [("CPAS de Namur", 2)]


def test_a_contribution_of_nobody_is_pointed_out():
    result = read("Nog toe te voegen: de cijfers.")
    assert [pending.who for pending in result.pending] == [""]
    assert "pending_without_author" in [notice.code for notice in result.warnings]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le CPAS de Namur n'a aucun commentaire.",
        "Le CPAS de Namur n'a pas de remarque.",
        "CPAS de Namur : aucune remarque",
        "CPAS de Namur : rien à signaler¹",
        "OCMW Namen heeft geen opmerkingen.",
        "OCMW Namen: geen verdere opmerkingen",
        "CPAS de Namur : RAS",
    ],
)
def test_an_explicit_no_comment_is_found_and_stays(sentence: str):
    result = read(sentence)
    assert [one.organisation.match.name for one in result.no_remarks] == ["CPAS de Namur"]
    assert result.sections[0].html == f"<p>{sentence}</p>"


def test_a_remark_is_no_missing_remark():
    assert read("Le CPAS de Namur a une remarque sur le budget.").no_remarks == ()
