"""Which person a name in a document means."""

import datetime
from typing import Any

import pytest

from amif_network.directory.matching import Reason
from amif_network.directory.models import Person
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2021, 9, 14)


@pytest.mark.parametrize(
    "name",
    [
        "Jolien De Crom",
        "jolien de crom",
        "DE CROM Jolien",
        "De Crom, Jolien",
        "Mevr. Jolien De Crom",
        "Mme Jolien De Crom",
        " Jolien  de Crom ",
    ],
)
def test_a_name_in_any_order_or_case_is_certain(name: str) -> None:
    jolien = PersonFactory(given_name="Jolien", family_name="De Crom")
    match = Person.objects.match(name)
    assert (match.person, match.reason) == (jolien, Reason.NAME)


def test_accents_and_hyphens_do_not_matter() -> None:
    agnes = PersonFactory(given_name="Agnès", family_name="Sadi-Toleque")
    assert Person.objects.match("Agnes SADI TOLEQUE").person == agnes


def test_two_homonyms_are_not_guessed() -> None:
    homonyms = {PersonFactory(given_name="An", family_name="Peeters") for _ in range(2)}
    match = Person.objects.match("An Peeters")
    assert (match.person, match.reason, set(match.candidates)) == (None, Reason.AMBIGUOUS, homonyms)


def test_the_organisation_tells_homonyms_apart() -> None:
    here, there = OrganisationFactory(), OrganisationFactory()
    wanted = AffiliationFactory(person__given_name="An", person__family_name="Peeters", organisation=here).person
    AffiliationFactory(person__given_name="An", person__family_name="Peeters", organisation=there)
    assert Person.objects.match("An Peeters", here, DAY).person == wanted


def test_who_works_there_that_day_goes_before_who_once_did() -> None:
    here = OrganisationFactory()
    AffiliationFactory(
        person__given_name="An", person__family_name="Peeters", organisation=here, valid_to=datetime.date(2020, 12, 31)
    )
    present = AffiliationFactory(person__given_name="An", person__family_name="Peeters", organisation=here).person
    assert Person.objects.match("An Peeters", here, DAY).person == present


def test_a_former_colleague_is_recognised() -> None:
    former = AffiliationFactory(person__family_name="Dubus", ended=True)
    match = Person.objects.match(str(former.person), former.organisation, datetime.date(2026, 1, 1))
    assert match.person == former.person


def test_a_namesake_known_elsewhere_is_only_a_candidate() -> None:
    elsewhere = AffiliationFactory(person__given_name="An", person__family_name="Peeters").person
    match = Person.objects.match("An Peeters", OrganisationFactory(), DAY)
    assert (match.person, match.reason, match.candidates) == (None, Reason.ELSEWHERE, [elsewhere])


def test_a_person_of_unknown_affiliation_may_well_work_here() -> None:
    person = PersonFactory(given_name="An", family_name="Peeters")
    assert Person.objects.match("An Peeters", OrganisationFactory(), DAY).person == person


def test_colleagues_stay_colleagues_after_a_merger() -> None:
    merged = OrganisationFactory()
    old = OrganisationFactory(abolished=True, successor=merged)
    person = AffiliationFactory(person__given_name="An", person__family_name="Peeters", organisation=old).person
    assert Person.objects.match("An Peeters", merged, datetime.date(2026, 1, 1)).person == person


@pytest.mark.parametrize("name", ["Dubus", "A. Dubus", "Agnès Dubuss", "Agnes"])
def test_likeness_gives_candidates_only(name: str) -> None:
    agnes = PersonFactory(given_name="Agnès", family_name="Dubus")
    match = Person.objects.match(name)
    assert (match.person, match.reason, match.candidates) == (None, Reason.SIMILAR, [agnes])


@pytest.mark.parametrize("name", ["", " ", "\x00", "M.", "x" * 10_000, "(((", "%"])
def test_hostile_or_empty_names_mean_nobody(name: str) -> None:
    PersonFactory(given_name="Agnès", family_name="Dubus")
    match = Person.objects.match(name)
    assert (match.person, match.candidates, match.reason) == (None, [], Reason.UNKNOWN)


@pytest.mark.parametrize("number", [1, 3])
def test_a_matcher_asks_two_queries_whatever_the_number_of_people(number: int, django_assert_num_queries: Any) -> None:
    people = [affiliation.person for affiliation in AffiliationFactory.create_batch(number)]
    # people, their affiliations with organisations
    with django_assert_num_queries(2):
        matcher = Person.objects.matcher(DAY)
        assert [matcher.match(str(person)).person for person in people] == people
