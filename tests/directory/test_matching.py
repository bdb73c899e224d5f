"""Certain, or not at all: what real spellings mean, and what is left to a person to decide."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amif_network.directory.matching import LONGEST_NAME, MOST_CANDIDATES, Match, Matcher, Reason, read_name
from amif_network.directory.models import Organisation
from tests.directory.conftest import AFTER_THE_MERGERS, BEFORE_THE_MERGERS, data_rows
from tests.factories.directory import OrganisationAliasFactory, OrganisationFactory

MatcherOn = Callable[[datetime.date], Matcher]

SEEDS = {
    "spp-is": [
        "POD MI",
        "POD MI-IS",
        "SPP IS",
        "POD MAATSCHAPPELIJKE INTEGRATIE",
        "SPP INTÉGRATION SOCIALE",
        "le SPP IS",
        "POD MI/SPP IS",
    ],
    "ibz": [
        "SPF Intérieur",
        "SPF BiZa",
        "SPF Affaires intérieures",
        "FOD Binnenlandse Zaken",
        "IBZ",
        "FOD BiZa",
        "SPF Intérieur (IBZ)",
    ],
    "zora": ["ZORA", "le réseau ZORA", "service intercommunal ZORA", "Le service intercommunal ZORA pour l'activation"],
    "cpas-62063": ["OCMW Luik", "CPAS Liège", "CPAS de Liège", "CPAS de Liége", "Luik", "Lüttich"],
    "cpas-11002": ["OCMW Antwerpen", "CPAS Anvers", "CPAS d'Anvers", "CPAS d’Anvers", "le CPAS d'Anvers"],
    "cpas-21004": [
        "OCMW Brussel",
        "CPAS Bruxelles",
        "CPAS de Bruxelles",
        "Brussel",
        "CPAS de la Ville de Bruxelles",
        "ÖSHZ Brüssel",
    ],
    "cpas-44021": [
        "OCMW Gent",
        "CPAS de Gand",
        "CPAS Gand",
        "CPAS/OCMW Gent",
        "CPAS de Gand / OCMW Gent",
        "CPAS Gand (OCMW Gent)",
    ],
    "cpas-52011": [
        "CPAS Charleroi",
        "CPAS de Charleroi",
        "CPAS\nCHARLEROI",
        "Charleroi",
        "C.P.A.S. de Charleroi",
        "ocmw charleroi",
    ],
    "cpas-58002": ["Binche.CPAS", "CPAS de BINCHE", "Binche", "CPAS du Binche", "Binche (CPAS)"],
    "cpas-11013": ["CPAS Edegem", "CPAS de Edegem", "CPAS d'Edegem", "Edegem"],
    "cpas-44019": ["CPAS d'Evergem"],
    "cpas-44043": ["Merelbeke", "OCMW Merelbeke"],
    "cpas-43005": ["Eeklo", "Le CPAS d'Eeklo"],
    "cpas-41048": ["CPAS de Ninove", "l'OCMW de Ninove", "CPAS Ninove"],
    "cpas-11040": ["CPAS Schoten", "CPAS de Schoten"],
    "cpas-11007": ["Borsbeek"],
}
VARIANTS = {
    "cpas-55004": ["'s-Gravenbrakel", "’s Gravenbrakel", "OCMW van 's-Gravenbrakel", "CPAS de Braine le Comte"],
    "cpas-55035": ["CPAS du Roeulx", "CPAS Le Roeulx", "Roeulx"],
    "cpas-52075": ["CPAS des Bons Villers", "CPAS de Les Bons Villers", "Les Bons-Villers"],
    "cpas-58001": ["La Louvière", "CPAS de la Louviere", "LA LOUVIERE"],
    "cpas-35029": ["OCMW De Haan", "OCMW van De Haan", "CPAS Le Coq"],
    "cpas-21013": ["St-Gilles", "Sint Gillis", "CPAS de St. Gilles"],
    "cpas-63067": ["ÖSHZ Sankt Vith", "OSHZ St. Vith", "CPAS de Saint-Vith", "Öffentliches Sozialhilfezentrum Sankt Vith"],
    "cpas-53053": [
        "Mons",
        "Bergen",
        "Centre public d'action sociale de Mons",
        "Openbaar centrum voor maatschappelijk welzijn van Bergen",
    ],
    "cpas-23027": ["Hal", "Halle", "Hal/Halle"],
    "cpas-12021": ["Lier", "Lierre"],
    "cpas-45063": ["Lierde"],
    "cpas-25072": ["Nivelles", "OCMW Nijvel"],
    "cpas-46021": ["OCMW Sint-Niklaas", "Sint-Niklaas", "CPAS de Saint-Nicolas / OCMW Sint-Niklaas", "Saint-Nicolas (Waes)"],
    "cpas-62093": ["CPAS de Saint-Nicolas (Liège)"],
}


def flat(groups: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(text, code) for code, texts in groups.items() for text in texts]


def codes(match: Match) -> set[str]:
    return {one.code for one in match.candidates}


@pytest.mark.parametrize(("text", "code"), flat(SEEDS))
def test_spellings_of_real_minutes_are_certain(matcher_on: MatcherOn, text: str, code: str) -> None:
    match = matcher_on(BEFORE_THE_MERGERS).match(text)
    assert match.organisation is not None
    assert (match.organisation.code, match.reason) == (code, Reason.NAME)


@pytest.mark.parametrize(("text", "code"), flat(VARIANTS))
def test_variants_of_a_name_are_certain(matcher_on: MatcherOn, text: str, code: str) -> None:
    match = matcher_on(AFTER_THE_MERGERS).match(text)
    assert match.organisation is not None
    assert (match.organisation.code, match.reason) == (code, Reason.NAME)


@pytest.mark.parametrize(
    "text", ["Saint-Nicolas", "CPAS Saint-Nicolas", "CPAS de Saint-Nicolas", "OCMW Saint-Nicolas", "St Nicolas"]
)
def test_a_name_that_two_places_share_is_not_guessed(matcher_on: MatcherOn, text: str) -> None:
    match = matcher_on(AFTER_THE_MERGERS).match(text)
    assert (match.organisation, match.reason, codes(match)) == (None, Reason.AMBIGUOUS, {"cpas-46021", "cpas-62093"})


@pytest.mark.parametrize(
    ("text", "reason", "expected"),
    [
        ("SPP IS, OCMW Gent", Reason.AMBIGUOUS, {"spp-is", "cpas-44021"}),
        ("Charleroi / Binche", Reason.AMBIGUOUS, {"cpas-52011", "cpas-58002"}),
        ("CPAS d'Anvers et de Liège", Reason.SIMILAR, {"cpas-11002", "cpas-62063"}),
        ("SPF BiZa/EC", Reason.SIMILAR, {"ibz"}),
        ("Charlroi", Reason.SIMILAR, {"cpas-52011"}),
        ("OCMW Gnet", Reason.SIMILAR, {"cpas-44021"}),
        ("Woluwe", Reason.SIMILAR, {"cpas-21018", "cpas-21019"}),
        ("Bergen op Zoom", Reason.SIMILAR, {"cpas-53053"}),
        ("CPAS ZORA", Reason.UNKNOWN, set()),
        ("Croix-Rouge", Reason.UNKNOWN, set()),
        ("CPAS", Reason.UNKNOWN, set()),
        ("de la", Reason.UNKNOWN, set()),
    ],
)
def test_what_is_not_certain_only_gives_candidates(matcher_on: MatcherOn, text: str, reason: Reason, expected: set[str]) -> None:
    match = matcher_on(AFTER_THE_MERGERS).match(text)
    assert (match.organisation, match.reason, codes(match)) == (None, reason, expected)


@pytest.mark.parametrize(
    ("text", "day", "code", "reason"),
    [
        ("OCMW Merelbeke", datetime.date(2024, 12, 31), "cpas-44043", Reason.NAME),
        ("OCMW Merelbeke", datetime.date(2025, 1, 1), "cpas-44088", Reason.SUCCESSOR),
        ("OCMW Merelbeke-Melle", datetime.date(2025, 1, 1), "cpas-44088", Reason.NAME),
        ("Lokeren", datetime.date(2024, 12, 31), "cpas-46014", Reason.NAME),
        ("Lokeren", datetime.date(2025, 1, 1), "cpas-46029", Reason.NAME),
        ("Bastogne", datetime.date(2024, 12, 1), "cpas-82003", Reason.NAME),
        ("Bastogne", datetime.date(2024, 12, 2), "cpas-82039", Reason.NAME),
        ("CPAS de Borsbeek", datetime.date(2025, 1, 1), "cpas-11002", Reason.SUCCESSOR),
        ("Melle / Merelbeke", datetime.date(2025, 1, 1), "cpas-44088", Reason.SUCCESSOR),
    ],
)
def test_the_day_decides_between_an_organisation_and_its_successor(
    matcher_on: MatcherOn, text: str, day: datetime.date, code: str, reason: Reason
) -> None:
    match = matcher_on(day).match(text)
    assert match.organisation is not None
    assert (match.organisation.code, match.reason) == (code, reason)


def test_a_merged_name_before_the_merger_offers_those_that_merged(matcher_on: MatcherOn) -> None:
    match = matcher_on(BEFORE_THE_MERGERS).match("OCMW Merelbeke-Melle")
    assert (match.organisation, match.reason, codes(match)) == (None, Reason.NOT_ON_THIS_DAY, {"cpas-44040", "cpas-44043"})


@pytest.mark.parametrize("day", [BEFORE_THE_MERGERS, AFTER_THE_MERGERS])
@pytest.mark.parametrize(
    "column", ["short_fr", "short_nl", "short_de", "name_fr", "name_nl", "name_de", "city_fr", "city_nl", "city_de"]
)
def test_every_name_of_every_organisation_means_itself(matcher_on: MatcherOn, day: datetime.date, column: str) -> None:
    matcher = matcher_on(day)
    rows = [
        row for row in data_rows() if row[column] and (row["valid_from"] or "0") <= day.isoformat() <= (row["valid_to"] or "9")
    ]
    wrong = [
        row["code"] for row in rows if (found := matcher.match(row[column]).organisation) is None or found.code != row["code"]
    ]
    # Two places called Saint-Nicolas: their names are certain only where one of them has another.
    shared = {"_fr": ["cpas-46021", "cpas-62093"], "_nl": ["cpas-62093"], "_de": []}
    assert wrong == shared[column[-3:]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\x01\x02",
        "\n\r\t",
        ".*",
        "(((",
        "[a-z",
        "%",
        "_",
        "\\",
        "' OR 1=1 --",
        "<script>",
        "x" * 10_000,
        "CPAS " * 2_000,
        "🙂",
        "/|;,",
    ],
)
def test_hostile_text_means_nobody(matcher_on: MatcherOn, text: str) -> None:
    match = matcher_on(AFTER_THE_MERGERS).match(text)
    assert (match.organisation, match.candidates, match.reason) == (None, [], Reason.UNKNOWN)


@given(st.text(max_size=LONGEST_NAME + 5))
def test_any_text_gets_an_answer_that_keeps_the_rule(matcher_on: MatcherOn, text: str) -> None:
    match = matcher_on(AFTER_THE_MERGERS).match(text)
    assert match.organisation is None or match.candidates == [match.organisation]
    assert len(match.candidates) <= MOST_CANDIDATES


def test_read_name_takes_the_words_for_cpas_off_both_ends() -> None:
    assert [
        (read_name(text).core, read_name(text).says_cpas)
        for text in ("Le CPAS de la ville de Gand", "Binche.CPAS", "ville de Gand")
    ] == [
        ("gand", True),
        ("binche", True),
        ("ville de gand", False),
    ]


@pytest.mark.django_db
class TestFromTheDatabase:
    def test_one_query_answers_any_number_of_texts(self, belgium: None, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            matcher = Organisation.objects.matcher(AFTER_THE_MERGERS)
            found = [matcher.match(row[name]).organisation for row in data_rows() for name in ("short_fr", "short_nl")]
        assert len(found) == 1194

    def test_match_reads_names_and_spellings(self, django_assert_num_queries: Any) -> None:
        gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", city_nl="Gent")
        OrganisationAliasFactory(organisation=gent, text="Sociaal Huis")
        with django_assert_num_queries(1):
            assert Organisation.objects.match("sociaal huis").organisation == gent
        assert Organisation.objects.match("Gent", BEFORE_THE_MERGERS).organisation == gent

    def test_without_a_day_the_name_is_taken_as_of_today(self, belgium: None) -> None:
        match = Organisation.objects.match("OCMW Merelbeke")
        assert match.organisation == Organisation.objects.get(code="cpas-44088")

    def test_a_place_means_only_its_cpas(self) -> None:
        OrganisationFactory(kind=Organisation.Kind.UNIVERSITY, short_fr="Université de Gand", short_nl="UGent", city_nl="Gent")
        assert Organisation.objects.match("Gent").organisation is None

    def test_a_chain_of_successors_is_followed_to_the_one_that_exists(self) -> None:
        last = OrganisationFactory(short_nl="OCMW Nieuwstad")
        middle = OrganisationFactory(short_nl="OCMW Tussenstad", valid_to=datetime.date(2024, 12, 31), successor=last)
        OrganisationFactory(short_nl="OCMW Oudstad", valid_to=datetime.date(2018, 12, 31), successor=middle)
        matches = [Organisation.objects.match("OCMW Oudstad", datetime.date(year, 6, 1)) for year in (2018, 2020, 2026)]
        assert [match.organisation and match.organisation.short_nl for match in matches] == [
            "OCMW Oudstad",
            "OCMW Tussenstad",
            "OCMW Nieuwstad",
        ]

    def test_two_organisations_that_succeed_each_other_do_not_loop(self) -> None:
        ended = datetime.date(2020, 1, 1)
        first = OrganisationFactory(short_nl="OCMW Eerste", valid_to=ended)
        second = OrganisationFactory(short_nl="OCMW Tweede", valid_to=ended, successor=first)
        Organisation.objects.filter(pk=first.pk).update(successor=second)
        match = Organisation.objects.match("OCMW Eerste", AFTER_THE_MERGERS)
        assert (match.organisation, match.reason) == (None, Reason.NOT_ON_THIS_DAY)
