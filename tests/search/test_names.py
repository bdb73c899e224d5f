"""An organisation is found by its names in either language, and in spite of a slip of the pen."""

import pytest

from tests.factories.directory import OrganisationAliasFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import SectionFactory
from tests.search.asking import SEARCH, page, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def directory() -> None:
    OrganisationFactory(short_fr="CPAS de Liège", short_nl="OCMW Luik", city_fr="Liège", city_nl="Luik", city_de="Lüttich")
    OrganisationFactory(short_fr="CPAS de Charleroi", short_nl="OCMW Charleroi", city_fr="Charleroi", city_nl="Charleroi")
    federal = OrganisationFactory(federal=True, short_fr="SPP Intégration sociale", short_nl="POD Maatschappelijke Integratie")
    OrganisationAliasFactory(organisation=federal, text="POD MI")
    OrganisationAliasFactory(organisation=federal, text="SPP IS")
    SectionFactory(fr=("Visite", "<p>Le CPAS de Liège montre son jardin.</p>"))
    SectionFactory(nl=("Bezoek", "<p>Het OCMW van Luik toont de tuin.</p>"))
    SectionFactory(fr=("Courrier", "<p>Une lettre du SPP IS est lue.</p>"))


@pytest.mark.parametrize("typed", ["OCMW Luik", "CPAS Liège", "cpas liege", "ÖSHZ Luik", "Luik"])
def test_an_organisation_is_found_under_all_its_names(searching, typed):
    assert {"Visite", "Bezoek"} <= set(titles(searching, typed))


def test_an_organisation_is_found_by_its_other_spellings(searching):
    assert "Courrier" in titles(searching, "POD MI")


def test_a_slip_in_a_name_leads_to_the_name(searching):
    assert titles(searching, "Charlroi") == ["CPAS de Charleroi"]
    assert "charleroi" in page(searching, "Charlroi").partition("search__hits")[0]
    PersonFactory(given_name="Godelieve", family_name="Vanderstraeten")
    assert titles(searching, "Vanderstraten") == ["Godelieve Vanderstraeten"]


def test_a_word_that_is_no_name_stays_what_it_is(searching):
    assert titles(searching, "introuvable") == []


def test_names_are_asked_for_in_one_question(searching, django_assert_num_queries, drawn_each_time):
    searching.get(SEARCH, {"q": "jardin"})
    for words in ("Liège", "OCMW Luik OR jardin"):
        with django_assert_num_queries(6):
            searching.get(SEARCH, {"q": words})
