"""The page of one organisation."""

import datetime
from typing import Any

import pytest

from amif_network.directory.models import Organisation
from tests.directory.pages import address, main_of, words
from tests.factories.directory import (
    AffiliationFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    OrganisationMembershipFactory,
)

pytestmark = pytest.mark.django_db


def page(client: Any, organisation: Organisation, lang: str = "fr") -> Any:
    response = client.get(address("organisation", organisation.pk, lang=lang))
    assert response.status_code == 200
    return response


@pytest.fixture
def reader(signed_in: Any, observer: Any) -> Any:
    return signed_in(observer)


def test_shows_every_name_in_its_language(reader: Any) -> None:
    eupen = OrganisationFactory(
        short_fr="CPAS d'Eupen", short_nl="OCMW Eupen", short_de="ÖSHZ Eupen", name_fr="Centre public d'action sociale d'Eupen"
    )
    html = main_of(page(reader, eupen))
    assert '<span lang="fr">CPAS d&#x27;Eupen<br>' in html
    assert '<span lang="nl">OCMW Eupen</span>' in html
    assert '<dd lang="de">ÖSHZ Eupen</dd>' in html


def test_a_name_that_exists_in_the_other_language_only_says_so(reader: Any) -> None:
    html = main_of(page(reader, OrganisationFactory(short_fr="", short_nl="Huis van het Kind")))
    assert '<h1><span lang="nl">Huis van het Kind</span> <span class="language-label">' in html


def test_shows_successor_predecessors_members_and_spellings(reader: Any) -> None:
    merged = OrganisationFactory(short_fr="CPAS de Merelbeke-Melle")
    old = OrganisationFactory(short_fr="CPAS de Melle", abolished=True, successor=merged)
    OrganisationAliasFactory(organisation=merged, text="Sociaal Huis")
    OrganisationMembershipFactory(parent__short_fr="ZORA", member=merged)
    assert merged.get_absolute_url() in main_of(page(reader, old))
    shown = words(page(reader, merged))
    assert [name in shown for name in ("CPAS de Melle", "Sociaal Huis", "ZORA")] == [True, True, True]
    assert "CPAS de Merelbeke-Melle" in words(page(reader, merged.parent_memberships.get().parent))


def test_separates_present_people_from_past_ones(reader: Any) -> None:
    host = OrganisationFactory()
    AffiliationFactory(organisation=host, person__given_name="Anne", person__family_name="Présente")
    AffiliationFactory(
        organisation=host, person__given_name="Paul", person__family_name="Parti", valid_to=datetime.date(2021, 12, 31)
    )
    present, past = main_of(page(reader, host)).split("<details")
    assert ("Anne Présente" in present, "Paul Parti" in present, "Paul Parti" in past) == (True, False, True)
    assert "1 janvier 2020" not in past
    assert "1er janvier 2020" in past


def test_people_are_sorted_by_family_name_with_its_prefix(reader: Any) -> None:
    host = OrganisationFactory()
    for family_name in ("Dubus", "Van Belle", "De Crom", "Asselman"):
        AffiliationFactory(organisation=host, person__given_name="An", person__family_name=family_name)
    shown = words(page(reader, host))
    assert sorted(("Asselman", "De Crom", "Dubus", "Van Belle"), key=shown.index) == ["Asselman", "De Crom", "Dubus", "Van Belle"]


@pytest.mark.parametrize(("agrees", "visible"), [(True, True), (False, False)])
def test_a_function_is_shown_when_the_person_agrees(reader: Any, agrees: bool, visible: bool) -> None:
    affiliation = AffiliationFactory(function_fr="experte du vécu", function_nl="ervaringsdeskundige", person__show_role=agrees)
    assert ("experte du vécu" in words(page(reader, affiliation.organisation))) is visible


def test_coordinators_see_every_function(signed_in: Any, dutch_coordinator: Any) -> None:
    affiliation = AffiliationFactory(function_nl="ervaringsdeskundige")
    assert "ervaringsdeskundige" in words(page(signed_in(dutch_coordinator), affiliation.organisation, lang="nl"))


@pytest.mark.parametrize("number", [1, 3])
def test_asks_as_many_queries_for_three_people_as_for_one(reader: Any, number: int, django_assert_num_queries: Any) -> None:
    host = OrganisationFactory()
    AffiliationFactory.create_batch(number, organisation=host)
    OrganisationMembershipFactory.create_batch(number, member=host)
    OrganisationAliasFactory.create_batch(number, organisation=host)
    # session, user, organisation, spellings, predecessors, parents, members, affiliations
    with django_assert_num_queries(8):
        page(reader, host)


def test_an_unknown_one_is_not_found(reader: Any) -> None:
    assert reader.get(address("organisation", 999_999)).status_code == 404


def test_refuses_to_be_written_to(reader: Any) -> None:
    assert reader.post(address("organisation", OrganisationFactory().pk)).status_code == 405
