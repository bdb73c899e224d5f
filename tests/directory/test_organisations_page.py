"""The list of organisations: search, filters, order, pages."""

import datetime
from typing import Any

import pytest

from tests.directory.pages import address, main_of, row_heads, words
from tests.factories.directory import OrganisationAliasFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def listed(client: Any, query: str = "", lang: str = "fr") -> list[str]:
    return row_heads(client.get(f"{address('organisations', lang=lang)}{query}"))


@pytest.fixture
def reader(signed_in: Any, observer: Any) -> Any:
    return signed_in(observer)


@pytest.fixture
def three(db: None) -> None:
    OrganisationFactory(
        short_fr="CPAS d'Anvers", short_nl="OCMW Antwerpen", city_fr="Anvers", city_nl="Antwerpen", dutch_speaking=True
    )
    OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen", city_fr="Mons", city_nl="Bergen", in_network=True)
    OrganisationFactory(short_fr="SPP IS", short_nl="POD MI", federal=True, region="")


@pytest.mark.usefixtures("three")
class TestOrder:
    def test_follows_the_place_shown_in_french(self, reader: Any) -> None:
        assert listed(reader) == ["CPAS d'Anvers", "CPAS de Mons", "SPP IS"]

    def test_follows_the_place_shown_in_dutch(self, reader: Any) -> None:
        assert listed(reader, lang="nl") == ["OCMW Antwerpen", "OCMW Bergen", "POD MI"]


@pytest.mark.usefixtures("three")
class TestSearch:
    @pytest.mark.parametrize("typed", ["anvers", "ANTWERPEN", "ocmw+antw", "cpas+d%27anvers"])
    def test_reads_both_languages(self, reader: Any, typed: str) -> None:
        assert listed(reader, f"?q={typed}") == ["CPAS d'Anvers"]

    def test_reads_other_spellings(self, reader: Any) -> None:
        OrganisationAliasFactory(organisation=OrganisationFactory(short_fr="SPF Intérieur", federal=True), text="BiZa")
        assert listed(reader, "?q=biza") == ["SPF Intérieur"]

    def test_that_finds_nothing_says_what_to_do_and_offers_a_near_name(self, reader: Any) -> None:
        response = reader.get(f"{address('organisations')}?q=Anverss")
        assert row_heads(response) == []
        assert "CPAS d'Anvers" in words(response)
        assert "ds-table" not in main_of(response)

    @pytest.mark.parametrize(
        "query", ["?q=%00", "?q=%25", "?q=" + "x" * 5000, "?kind=club", "?page=999", "?page=x", "?region=%3Cscript%3E"]
    )
    def test_nonsense_in_the_address_is_no_error(self, reader: Any, query: str) -> None:
        response = reader.get(f"{address('organisations')}{query}")
        assert response.status_code == 200
        assert "<script>" not in main_of(response)


@pytest.mark.usefixtures("three")
class TestFilters:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("?kind=federal_service", ["SPP IS"]),
            ("?region=flanders", ["CPAS d'Anvers"]),
            ("?network=on", ["CPAS de Mons"]),
            ("?kind=cpas&region=wallonia&q=mons", ["CPAS de Mons"]),
        ],
    )
    def test_narrow_the_list(self, reader: Any, query: str, expected: list[str]) -> None:
        assert listed(reader, query) == expected

    def test_those_that_no_longer_exist_are_shown_on_request_with_their_last_day(self, reader: Any) -> None:
        OrganisationFactory(short_fr="CPAS de Merelbeke", abolished=True)
        assert listed(reader, "?q=merelbeke") == []
        assert [
            row.startswith("CPAS de Merelbeke ") and row.endswith(" 31 décembre 2024")
            for row in listed(reader, "?q=merelbeke&past=on")
        ] == [True]

    def test_a_past_member_of_the_network_is_not_a_member(self, reader: Any) -> None:
        OrganisationFactory(short_fr="CPAS de Huy", network_from=datetime.date(2019, 1, 1), network_to=datetime.date(2020, 1, 1))
        assert listed(reader, "?network=on") == ["CPAS de Mons"]


def test_pages_hold_fifty_and_keep_the_filters(reader: Any) -> None:
    OrganisationFactory.create_batch(51)
    first = reader.get(f"{address('organisations')}?kind=cpas")
    assert len(row_heads(first)) == 50
    assert "?kind=cpas&amp;page=2" in main_of(first)
    assert len(row_heads(reader.get(f"{address('organisations')}?kind=cpas&page=2"))) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_asks_as_many_queries_for_three_as_for_one(reader: Any, number: int, django_assert_num_queries: Any) -> None:
    OrganisationFactory.create_batch(number)
    # session, user, count, organisations
    with django_assert_num_queries(4):
        assert len(listed(reader)) == number


def test_only_coordinating_users_are_offered_a_new_one(signed_in: Any, observer: Any, french_coordinator: Any) -> None:
    offered = [
        address("organisation-create") in main_of(signed_in(user).get(address("organisations")))
        for user in (observer, french_coordinator)
    ]
    assert offered == [False, True]


def test_refuses_to_be_written_to(reader: Any) -> None:
    assert reader.post(address("organisations")).status_code == 405


def test_the_anonymous_are_sent_to_sign_in(client: Any) -> None:
    assert client.get(address("organisations"))["Location"].startswith("/fr/accounts/login/")
