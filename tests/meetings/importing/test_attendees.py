"""Lists of attendees in every notation of real minutes."""

import pytest

from meetings.importing import ParsedMinutes, parse_minutes, read_text

from .checks import directory, missing_words

HEAD = "Rapport réunion AMIF 2 avril 2024\n\n"
TAIL = "\n\n1. Introduction\n\nTexte.\n"


def read(lists: str) -> ParsedMinutes:
    return parse_minutes(read_text(HEAD + lists + TAIL), match=directory)


def people(lists: str) -> list[tuple[str, str | None, str]]:
    return [(person.name, person.organisation, person.status) for person in read(lists).attendance]


def codes(lists: str) -> list[str]:
    return [notice.code for notice in read(lists).warnings if notice.code != "missing_agenda"]


LABELS = [
    ("Présent", "present"),
    ("Présente", "present"),
    ("Présents", "present"),
    ("Présent(e)s", "present"),
    ("Présent(e)(s)", "present"),
    ("Présent·e·s", "present"),
    ("Présent.e.s", "present"),
    ("Présent-e-s", "present"),
    ("PRÉSENTS", "present"),
    ("Presents", "present"),
    ("Étaient présents", "present"),
    ("Membres présents", "present"),
    ("Participants", "present"),
    ("Participant(e)s", "present"),
    ("Aanwezig", "present"),
    ("Aanwezigen", "present"),
    ("Zijn aanwezig", "present"),
    ("Deelnemers", "present"),
    ("Présents / Aanwezig", "present"),
    ("Aanwezig – Présents", "present"),
    ("Présents (1)", "present"),
    ("Excusé", "excused"),
    ("Excusée", "excused"),
    ("Excusés", "excused"),
    ("Excusées", "excused"),
    ("Excusé(e)s", "excused"),
    ("Verontschuldigd", "excused"),
    ("Verontschuldigden", "excused"),
    ("Excusés / Verontschuldigd", "excused"),
    ("Absents excusés", "excused"),
    ("Absent avec avertissement", "excused"),
    ("Afwezig met kennisgeving", "excused"),
    ("Absent", "absent"),
    ("Absente", "absent"),
    ("Absent(e)s", "absent"),
    ("Afwezig", "absent"),
    ("Afwezigen", "absent"),
    ("Absent non excusé", "absent"),
    ("Afwezig zonder kennisgeving", "absent"),
    ("Invités", "guest"),
    ("Invitée", "guest"),
    ("Invité(e)s", "guest"),
    ("Genodigden", "guest"),
    ("Genodigde", "guest"),
]


@pytest.mark.parametrize(("label", "status"), LABELS)
def test_every_label_gives_its_status(label: str, status: str):
    assert people(f"{label} : Lisa Maes (OCMW Gent)") == [("Lisa Maes", "OCMW Gent", status)]


@pytest.mark.parametrize(
    ("label", "status"),
    [("**Excusés :**", "excused"), ("**Excusés** :", "excused"), ("Excusés", "excused"), ("Excusés\t", "excused")],
)
def test_a_label_may_be_bold_or_lack_its_colon(label: str, status: str):
    assert people(f"{label} Lisa Maes (OCMW Gent)") == [("Lisa Maes", "OCMW Gent", status)]


GENT = "OCMW Gent"
NOTATIONS = [
    ("Présents: A. Dubus (CPAS Liège), B. Maes (OCMW Gent)", [("A. Dubus", "CPAS Liège"), ("B. Maes", GENT)]),
    ("Présents: Lisa Maes et Tom Claes (OCMW Gent)", [("Lisa Maes", GENT), ("Tom Claes", GENT)]),
    ("Présents: Lisa Maes & Tom Claes (OCMW Gent)", [("Lisa Maes", GENT), ("Tom Claes", GENT)]),
    ("Aanwezig: Lisa Maes en Tom Claes (OCMW Gent)", [("Lisa Maes", GENT), ("Tom Claes", GENT)]),
    (
        "Présents: Lisa Maes, Tom Claes (OCMW Gent); Jo Smets (POD MI)",
        [("Lisa Maes", GENT), ("Tom Claes", GENT), ("Jo Smets", "POD MI")],
    ),
    (
        "Présents:\n- Lisa Maes, Tom Claes (OCMW Gent)\n- Jo Smets (POD MI)",
        [("Lisa Maes", GENT), ("Tom Claes", GENT), ("Jo Smets", "POD MI")],
    ),
    (
        "Présents: OCMW Gent : Lisa Maes, Tom Claes ; POD MI : Jo Smets",
        [("Lisa Maes", GENT), ("Tom Claes", GENT), ("Jo Smets", "POD MI")],
    ),
    (
        "Présents: OCMW Gent (Lisa Maes, Tom Claes), POD MI (Jo Smets)",
        [("Lisa Maes", GENT), ("Tom Claes", GENT), ("Jo Smets", "POD MI")],
    ),
    ("Présents (OCMW Gent) : Lisa Maes, Tom Claes", [("Lisa Maes", GENT), ("Tom Claes", GENT)]),
    ("Présents :\nLisa Maes - OCMW Gent\nTom Claes – POD MI", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents :\nLisa Maes, OCMW Gent\nTom Claes, POD MI", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents :\nOCMW Gent – Lisa Maes\nPOD MI – Tom Claes", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Aanwezig: Lisa Maes van OCMW Gent, Tom Claes van POD MI", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents\tLisa Maes (OCMW Gent), Tom Claes\n\t(POD MI)", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents : Lisa Maes (OCMW Gent), Tom\nClaes (POD MI)", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents : Lisa Maes (OCMW Gent),\nTom Claes (POD MI)", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents\n\nLisa Maes (OCMW Gent)\n\nTom Claes (POD MI)", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents :\n1. Lisa Maes (OCMW Gent)\n2. Tom Claes (POD MI)", [("Lisa Maes", GENT), ("Tom Claes", "POD MI")]),
    ("Présents : M. Tom Claes (POD MI), Mme Lisa Maes (OCMW Gent)", [("Tom Claes", "POD MI"), ("Lisa Maes", GENT)]),
    (
        "Présents : Marie-Ange van der Auwera (POD MI), Ria D'Hondt (OCMW Gent)",
        [("Marie-Ange van der Auwera", "POD MI"), ("Ria D'Hondt", GENT)],
    ),
    ("Aanwezig: lisa maes (ocmw gent), tom claes (pod mi)", [("lisa maes", "ocmw gent"), ("tom claes", "pod mi")]),
]


@pytest.mark.parametrize(("lists", "found"), NOTATIONS)
def test_names_go_with_their_organisations(lists: str, found: list[tuple[str, str]]):
    assert [(name, organisation) for name, organisation, _ in people(lists)] == found


@pytest.mark.parametrize(("lists", "_found"), NOTATIONS)
def test_no_notation_loses_a_word(lists: str, _found: list[tuple[str, str]]):
    assert missing_words(HEAD + lists + TAIL, read(lists)) == {}


@pytest.mark.parametrize(
    ("lists", "found"),
    [
        ("Présents: Lisa Maes (POD MI, Jo Smets (OCMW Gent)", [("Lisa Maes", "POD MI"), ("Jo Smets", GENT)]),
        ("Présents: Lisa Maes POD MI), Jo Smets (OCMW Gent)", [("Lisa Maes", "POD MI"), ("Jo Smets", GENT)]),
        ("Présents: Lisa Maes ((POD MI)), Jo Smets (OCMW Gent)", [("Lisa Maes", "POD MI"), ("Jo Smets", GENT)]),
        ("Présents: Lisa Maes (POD MI)), Jo Smets (OCMW Gent)", [("Lisa Maes", "POD MI"), ("Jo Smets", GENT)]),
        ("Présents: Lisa Maes (POD MI), Jo Smets (OCMW Gent", [("Lisa Maes", "POD MI"), ("Jo Smets", GENT)]),
    ],
)
def test_broken_brackets_are_mended_with_a_warning(lists: str, found: list[tuple[str, str]]):
    assert [(name, organisation) for name, organisation, _ in people(lists)] == found
    assert codes(lists) == ["stray_bracket"]


def test_a_comma_before_a_bracket_is_not_guessed():
    lists = "Présents: Lisa Maes, Tom Claes (OCMW Gent)"
    assert people(lists) == [("Lisa Maes", None, "present"), ("Tom Claes", GENT, "present")]
    assert codes(lists) == ["ambiguous_organisation"]


def test_a_person_without_organisation_is_kept_and_pointed_out():
    lists = "Présents: Lisa Maes (POD MI), Jo Smets, Tom Claes (OCMW Gent), Ria Bos (CPAS Namur)"
    assert people(lists)[1] == ("Jo Smets", None, "present")
    assert codes(lists) == ["person_without_organisation"]


def test_an_unknown_organisation_is_kept_as_typed_and_pointed_out():
    lists = "Présents: Lisa Maes (Maison des Ponts)"
    assert people(lists) == [("Lisa Maes", "Maison des Ponts", "present")]
    assert codes(lists) == ["unknown_organisation"]


def test_two_possible_organisations_are_not_chosen_between():
    (person,) = read("Présents: Lisa Maes (OCMW Sint-Niklaas)").attendance
    assert (person.match.name, person.match.candidates) == (None, ("CPAS de Saint-Nicolas", "CPAS de Sint-Niklaas"))
    assert codes("Présents: Lisa Maes (OCMW Sint-Niklaas)") == ["several_organisations"]


def test_functions_remote_hints_and_statuses_in_brackets_are_read():
    first, second, third = read(
        "Présents : Lisa Maes (POD MI) – présidente, Tom Claes (CPAS Namur) (en ligne), Jo Smets (OCMW Gent, excusée)"
    ).attendance
    assert (first.function, second.remote, third.status) == ("présidente", True, "excused")


def test_a_label_may_say_where_people_were():
    first, second = read("Aanwezig online: Lisa Maes (POD MI)\nAanwezig ter plaatse: Tom Claes (OCMW Gent)").attendance
    assert (first.remote, second.remote) == (True, False)


def test_two_labels_may_share_a_line():
    lists = "Présent(e)s : Lisa Maes (POD MI). Excusé(e)s : Tom Claes (OCMW Gent)."
    assert people(lists) == [("Lisa Maes", "POD MI", "present"), ("Tom Claes", GENT, "excused")]


def test_nobody_excused_is_nobody():
    assert people("Présents: Lisa Maes (POD MI)\nExcusés : néant") == [("Lisa Maes", "POD MI", "present")]


def test_what_is_no_person_stays_as_text():
    result = read("Présents : Lisa Maes (POD MI) et 3 collègues")
    assert [person.name for person in result.attendance] == ["Lisa Maes"]
    assert result.sections[0].html == "<p>3 collègues</p>"
    assert "attendee_not_understood" in [notice.code for notice in result.warnings]


def test_a_line_about_attendance_that_lists_nobody_stays_as_text():
    result = read("Participants : 12 personnes de 5 CPAS")
    assert result.attendance == ()
    assert result.sections[0].html == "<p>Participants : 12 personnes de 5 CPAS</p>"
    assert [notice.code for notice in result.warnings if notice.code != "missing_agenda"] == ["missing_attendance"]


def test_the_same_person_twice_is_pointed_out():
    assert codes("Présents: Lisa Maes (POD MI)\nExcusés: Lisa Maes (POD MI)") == ["duplicate_attendee"]


def test_a_numbered_caption_stays_a_section():
    result = parse_minutes(
        read_text(f"{HEAD}1. Présences\n\nPrésents : Lisa Maes (POD MI)\n\n2. Budget\n\nTexte."), match=directory
    )
    assert [(section.label, section.heading) for section in result.sections] == [("1.", "Présences"), ("2.", "Budget")]
    assert [person.name for person in result.attendance] == ["Lisa Maes"]
