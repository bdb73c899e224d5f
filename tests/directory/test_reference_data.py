"""The data file says what the official lists say."""

from collections import Counter

import pytest

from amif_network.directory.choices import Kind, Province, Regime, Region, SizeClass
from amif_network.directory.folding import fold
from amif_network.directory.models import Organisation
from tests.directory.conftest import data_rows

ROWS = {row["code"]: row for row in data_rows()}
CPAS = {code: row for code, row in ROWS.items() if row["kind"] == "cpas"}
TODAYS = {code: row for code, row in CPAS.items() if not row["valid_to"]}

MERGERS = {
    "11002": ["11007"], "37021": ["37012", "37018"], "37022": ["37007", "37015"], "44086": ["44012", "44048"],
    "44087": ["44034", "44073"], "46029": ["44045", "46014"], "44088": ["44040", "44043"], "46030": ["46003", "46013", "11056"],
    "73110": ["73006", "73032"], "73111": ["73009", "73083"], "71071": ["71057", "71069"], "71072": ["71022", "73040"],
    "82039": ["82003", "82005"], "23106": ["23023", "23024", "23032"],
}  # fmt: skip
REGIMES = {
    "nl_facilities": [
        "Bever", "Drogenbos", "Linkebeek", "Sint-Genesius-Rode", "Wemmel", "Kraainem", "Wezembeek-Oppem", "Herstappe", "Voeren",
        "Spiere-Helkijn", "Mesen", "Ronse",
    ],
    "fr_facilities_nl": ["Moeskroen", "Komen-Waasten", "Edingen", "Vloesberg"],
    "fr_facilities_de": ["Malmedy", "Weismes"],
    "de_facilities_fr": ["Eupen", "Kelmis", "Lontzen", "Raeren", "Amel", "Büllingen", "Burg-Reuland", "Bütgenbach", "Sankt Vith"],
}  # fmt: skip


def test_there_is_one_cpas_per_municipality_of_2025() -> None:
    assert Counter(row["region"] for row in TODAYS.values()) == {"flanders": 285, "wallonia": 261, "brussels": 19}
    assert len(TODAYS) == 565


def test_the_mergers_add_up() -> None:
    abolished = {code.removeprefix("cpas-") for code, row in CPAS.items() if row["valid_to"]}
    new = {code.removeprefix("cpas-") for code, row in CPAS.items() if row["valid_from"]}
    assert abolished == {code for codes in MERGERS.values() for code in codes}
    assert new == set(MERGERS) - {"11002"}
    assert 581 - len(abolished) + len(new) == len(TODAYS)


@pytest.mark.parametrize(("successor", "predecessors"), MERGERS.items())
def test_a_merged_cpas_begins_the_day_after_its_predecessors_end(successor: str, predecessors: list[str]) -> None:
    bastogne = successor == "82039"
    for code in predecessors:
        assert ROWS[f"cpas-{code}"]["successor"] == f"cpas-{successor}"
        assert ROWS[f"cpas-{code}"]["valid_to"] == ("2024-12-01" if bastogne else "2024-12-31")
    begins = {"11002": "", "82039": "2024-12-02"}.get(successor, "2025-01-01")
    assert ROWS[f"cpas-{successor}"]["valid_from"] == begins


@pytest.mark.parametrize(("regime", "places"), REGIMES.items())
def test_municipalities_with_a_special_regime(regime: str, places: list[str]) -> None:
    assert sorted(row["city_nl"] for row in CPAS.values() if row["language_regime"] == regime) == sorted(places)


def test_every_other_municipality_has_the_regime_of_its_region() -> None:
    plain = {"flanders": "nl", "wallonia": "fr", "brussels": "nl_fr"}
    special = {row["code"] for row in CPAS.values() if row["language_regime"] in REGIMES}
    assert {row["code"] for row in CPAS.values() if row["language_regime"] == plain[row["region"]]} == set(CPAS) - special


def test_the_german_speaking_municipalities_have_german_names() -> None:
    german = {row["short_de"] for row in CPAS.values() if row["short_de"]}
    assert german == {f"ÖSHZ {place}" for place in REGIMES["de_facilities_fr"]}
    customary = {row["city_de"] for row in CPAS.values() if row["city_de"] and not row["short_de"]}
    assert customary == {"Brüssel", "Löwen", "Brügge", "Ypern", "Lüttich", "Malmedy", "Weismes"}


@pytest.mark.parametrize(
    ("code", "short_fr", "short_nl"),
    [
        ("44021", "CPAS de Gand", "OCMW Gent"),
        ("11002", "CPAS d'Anvers", "OCMW Antwerpen"),
        ("43005", "CPAS d'Eeklo", "OCMW Eeklo"),
        ("21004", "CPAS de Bruxelles", "OCMW Brussel"),
        ("55035", "CPAS du Roeulx", "OCMW Le Roeulx"),
        ("58001", "CPAS de La Louvière", "OCMW La Louvière"),
        ("52075", "CPAS des Bons Villers", "OCMW Les Bons Villers"),
        ("91142", "CPAS d'Hastière", "OCMW Hastière"),
        ("61031", "CPAS de Huy", "OCMW Hoei"),
        ("33011", "CPAS d'Ypres", "OCMW Ieper"),
        ("46021", "CPAS de Saint-Nicolas", "OCMW Sint-Niklaas"),
        ("55004", "CPAS de Braine-le-Comte", "OCMW 's-Gravenbrakel"),
    ],
)
def test_names_carry_their_preposition(code: str, short_fr: str, short_nl: str) -> None:
    assert (ROWS[f"cpas-{code}"]["short_fr"], ROWS[f"cpas-{code}"]["short_nl"]) == (short_fr, short_nl)


def test_large_are_those_over_150_000_inhabitants() -> None:
    large = {row["city_nl"] for row in CPAS.values() if row["size_class"] == "large"}
    assert large == {"Antwerpen", "Gent", "Luik", "Charleroi", "Brussel"}


def test_only_one_pair_of_places_shares_a_name() -> None:
    names = Counter(name for row in TODAYS.values() for name in {fold(row["city_fr"]), fold(row["city_nl"])})
    assert [name for name, times in names.items() if times > 1] == ["saint nicolas"]


def test_the_services_of_the_network_are_there() -> None:
    assert {code for code in ROWS if code not in CPAS} == {"spp-is", "ibz", "zora"}
    members = {ROWS[row["member"]]["city_nl"] for row in data_rows("memberships.csv") if row["parent"] == "zora"}
    assert members == {"Boechout", "Borsbeek", "Edegem", "Hove", "Mortsel", "Kontich", "Wommelgem"}


def test_every_cell_holds_a_word_of_its_vocabulary() -> None:
    vocabularies = {"kind": Kind, "language_regime": Regime, "region": Region, "province": Province, "size_class": SizeClass}
    for column, vocabulary in vocabularies.items():
        assert {row[column] for row in ROWS.values()} - {""} <= set(vocabulary.values)


@pytest.mark.usefixtures("belgium")
def test_every_loaded_organisation_passes_its_own_validation() -> None:
    refused = []
    for organisation in Organisation.objects.select_related("successor"):
        organisation.clean_fields()
        if not organisation.name_in("fr") or not organisation.name_in("nl"):
            refused.append(organisation.code)
    assert refused == []
