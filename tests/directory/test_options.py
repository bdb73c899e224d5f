"""What autocomplete boxes get."""

import datetime
from typing import Any

import pytest

from amif_network.directory.models import Organisation
from tests.directory.pages import address
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(signed_in: Any, observer: Any) -> Any:
    return signed_in(observer)


def organisations(client: Any, q: str, on: str = "", lang: str = "fr") -> list[dict[str, Any]]:
    return client.get(address("organisation-options", lang=lang), {"q": q, "on": on}).json()["results"]


def people(client: Any, q: str, on: str = "") -> list[dict[str, Any]]:
    return client.get(address("person-options"), {"q": q, "on": on}).json()["results"]


@pytest.mark.usefixtures("belgium")
class TestOrganisations:
    def test_an_option_tells_what_distinguishes_it(self, reader: Any) -> None:
        gent = Organisation.objects.get(code="cpas-44021")
        found = organisations(reader, "gand")
        assert found == [{"id": gent.pk, "label": "CPAS de Gand", "hint": found[0]["hint"], "lang": "fr"}]
        assert found[0]["hint"].startswith("OCMW Gent · ")

    @pytest.mark.parametrize("typed", ["gent", "OCMW Gent", "CPAS de Gand", "gand", "Ghent"])
    def test_either_language_and_any_spelling_finds_it(self, reader: Any, typed: str) -> None:
        assert organisations(reader, typed, lang="nl")[0]["label"] == "OCMW Gent"

    def test_what_starts_with_the_text_comes_first(self, reader: Any) -> None:
        assert [one["label"] for one in organisations(reader, "lier")][:3] == [
            "CPAS de Lierde",
            "CPAS de Lierneux",
            "CPAS de Lierre",
        ]

    def test_the_day_decides_what_exists(self, reader: Any) -> None:
        before = [one["label"] for one in organisations(reader, "merelbeke", "2021-09-14")]
        after = [one["label"] for one in organisations(reader, "merelbeke", "02/03/2026")]
        assert (before, after) == (["CPAS de Merelbeke"], ["CPAS de Merelbeke-Melle"])

    def test_a_spelling_that_no_name_holds_is_matched(self, reader: Any) -> None:
        assert [one["label"] for one in organisations(reader, "CPAS de la ville de Charlroi")] == ["CPAS de Charleroi"]

    def test_the_answer_is_limited(self, reader: Any) -> None:
        assert len(organisations(reader, "cpas")) == 12

    @pytest.mark.parametrize("typed", ["\x00", "%", "(((", "x" * 10_000, "<script>"])
    def test_nonsense_finds_nothing_or_the_first(self, reader: Any, typed: str) -> None:
        assert len(organisations(reader, typed)) in (0, 12)

    def test_a_wrong_day_means_today(self, reader: Any) -> None:
        assert [one["label"] for one in organisations(reader, "merelbeke", "jamais")] == ["CPAS de Merelbeke-Melle"]

    def test_asks_three_queries(self, reader: Any, django_assert_num_queries: Any) -> None:
        # session, user, organisations
        with django_assert_num_queries(3):
            organisations(reader, "gent")


def test_a_label_says_which_language_it_is_in(reader: Any) -> None:
    OrganisationFactory(short_fr="", short_nl="Rode Kruis")
    assert organisations(reader, "rode")[0]["lang"] == "nl"


def test_an_organisation_that_will_end_shows_its_last_day(reader: Any) -> None:
    OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen", province="", valid_to=datetime.date(2090, 4, 1))
    assert organisations(reader, "mons")[0]["hint"].endswith("† 1er avril 2090")


def test_a_person_comes_with_where_they_work_that_day(reader: Any) -> None:
    then = AffiliationFactory(
        person__given_name="Agnès", person__family_name="Dubus", organisation__short_fr="CPAS de Bruxelles", ended=True
    )
    now = AffiliationFactory(person=then.person, organisation__short_fr="CPAS de Gand", valid_from=datetime.date(2022, 1, 1))
    PersonFactory(given_name="Roddy", family_name="Vandersmissen")
    expected = {"id": then.person.pk, "label": "Agnès Dubus", "lang": "fr"}
    assert people(reader, "dub", "2021-09-14") == [
        expected | {"hint": "CPAS de Bruxelles", "organisations": [{"id": then.organisation.pk, "label": "CPAS de Bruxelles"}]}
    ]
    assert people(reader, "agnes") == [
        expected | {"hint": "CPAS de Gand", "organisations": [{"id": now.organisation.pk, "label": "CPAS de Gand"}]}
    ]


def test_a_person_option_holds_no_contact(reader: Any) -> None:
    PersonFactory(family_name="Dubus", email="agnes@example.org")
    assert sorted(people(reader, "dubus")[0]) == ["hint", "id", "label", "lang", "organisations"]


def test_a_misspelt_name_finds_the_person(reader: Any) -> None:
    PersonFactory(given_name="Agnès", family_name="Dubus")
    assert [one["label"] for one in people(reader, "Agnès Dubuss")] == ["Agnès Dubus"]


@pytest.mark.parametrize("number", [1, 3])
def test_people_ask_as_many_queries_for_three_as_for_one(reader: Any, number: int, django_assert_num_queries: Any) -> None:
    AffiliationFactory.create_batch(number)
    # session, user, people, affiliations with organisations
    with django_assert_num_queries(4):
        assert len(people(reader, "nom")) == number


@pytest.mark.parametrize("name", ["organisation-options", "person-options"])
def test_only_signed_in_people_may_ask_and_nobody_may_post(client: Any, reader: Any, name: str) -> None:
    assert client.get(address(name))["Location"].startswith("/fr/accounts/login/")
    assert reader.post(address(name)).status_code == 405
