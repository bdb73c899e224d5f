"""Noting where people work, correcting it, ending it."""

import datetime
from typing import Any

import pytest

from amif_network.directory.models import Affiliation
from tests.directory.pages import address, corrected, main_of
from tests.factories.directory import AffiliationFactory, OrganisationAliasFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2024, 6, 1), datetime.date(2024, 6, 30)


@pytest.fixture
def keeper(signed_in: Any, french_coordinator: Any) -> Any:
    return signed_in(french_coordinator)


def test_the_employer_is_found_like_in_a_document(keeper: Any) -> None:
    service = OrganisationFactory(short_fr="SPP IS", short_nl="POD MI", federal=True)
    OrganisationAliasFactory(organisation=service, text="POD MI-IS")
    person = PersonFactory()
    typed = {"organisation": "pod mi/is", "function_nl": "coördinator", "valid_from": "2024-06-01"}
    response = keeper.post(address("affiliation-create", person.pk), typed)
    made = person.affiliations.get()
    assert response["Location"] == person.get_absolute_url()
    assert (made.organisation, made.function_fr, made.function_nl, made.valid_from, made.valid_to) == (
        service,
        "",
        "coördinator",
        FIRST,
        None,
    )


def test_a_chosen_employer_counts_as_long_as_its_name_stands(keeper: Any) -> None:
    twins = [OrganisationFactory(short_fr="CPAS de Saint-Nicolas") for _ in range(2)]
    typed = {
        "organisation": "CPAS de Saint-Nicolas",
        "organisation_pick": f"{twins[1].pk}|CPAS de Saint-Nicolas",
        "valid_from": "2024-06-01",
    }
    person = PersonFactory()
    keeper.post(address("affiliation-create", person.pk), typed)
    assert person.affiliations.get().organisation == twins[1]


@pytest.mark.parametrize(
    "pick", ["", "999999|CPAS de Saint-Nicolas", "new|CPAS de Saint-Nicolas", "x|CPAS de Saint-Nicolas", "1|Autre"]
)
def test_an_uncertain_employer_is_asked_back(keeper: Any, pick: str) -> None:
    for _ in range(2):
        OrganisationFactory(short_fr="CPAS de Saint-Nicolas")
    person = PersonFactory()
    response = keeper.post(
        address("affiliation-create", person.pk),
        {"organisation": "CPAS de Saint-Nicolas", "organisation_pick": pick, "valid_from": "2024-06-01"},
    )
    assert response.context["form"].errors.as_data()["organisation"][0].code == "uncertain"
    assert '<select class="ds-input" name="organisation_pick">' in main_of(response)
    assert person.affiliations.count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"organisation": "CPAS de Nulle-Part", "valid_from": "2024-06-01"}, "organisation"),
        ({"organisation": "", "valid_from": "2024-06-01"}, "organisation"),
        ({"organisation": "CPAS de Gand", "valid_from": ""}, "valid_from"),
        ({"organisation": "CPAS de Gand", "valid_from": "demain"}, "valid_from"),
        ({"organisation": "CPAS de Gand", "valid_from": "2024-06-30", "valid_to": "2024-06-01"}, "valid_to"),
    ],
)
def test_says_what_is_wrong_and_saves_nothing(keeper: Any, typed: dict[str, str], field: str) -> None:
    OrganisationFactory(short_fr="CPAS de Gand")
    response = keeper.post(address("affiliation-create", PersonFactory().pk), typed)
    assert list(response.context["form"].errors) == [field]
    assert Affiliation.objects.count() == 0


def test_the_same_function_twice_at_a_time_is_refused_in_words(keeper: Any) -> None:
    known = AffiliationFactory(valid_from=FIRST, organisation__short_fr="CPAS de Gand", function_fr="", function_nl="")
    response = keeper.post(
        address("affiliation-create", known.person.pk), {"organisation": "CPAS de Gand", "valid_from": "2024-06-30"}
    )
    assert list(response.context["form"].errors) == ["__all__"]
    assert Affiliation.objects.count() == 1


def test_a_correction_keeps_the_person(keeper: Any) -> None:
    known = AffiliationFactory(organisation__short_fr="CPAS de Gand", valid_from=FIRST)
    shown = main_of(keeper.get(address("affiliation-edit", known.pk)))
    assert 'value="CPAS de Gand"' in shown
    corrected(
        keeper,
        address("affiliation-edit", known.pk),
        {"function_fr": "direction", "function_nl": "", "valid_from": "2024-06-30"},
    )
    now = Affiliation.objects.get()
    assert (now.person, now.function_fr, now.function_nl, now.valid_from) == (
        known.person,
        "direction",
        "",
        LAST,
    )


def test_ending_keeps_the_record_with_its_last_day(keeper: Any) -> None:
    known = AffiliationFactory(valid_from=FIRST)
    response = corrected(keeper, address("affiliation-end", known.pk), {"valid_to": "2024-06-30"})
    ended = Affiliation.objects.get()
    assert response["Location"] == known.person.get_absolute_url()
    assert (ended.pk, ended.valid_to, ended.function_fr) == (known.pk, LAST, known.function_fr)


@pytest.mark.parametrize("last_day", ["", "2024-05-31", "jamais"])
def test_a_last_day_that_cannot_be_is_refused(keeper: Any, last_day: str) -> None:
    known = AffiliationFactory(valid_from=FIRST)
    response = keeper.post(address("affiliation-end", known.pk), {"valid_to": last_day})
    assert list(response.context["form"].errors) == ["valid_to"]
    assert Affiliation.objects.get().valid_to is None


def test_an_affiliation_that_ended_is_not_offered_to_be_ended(keeper: Any) -> None:
    known = AffiliationFactory()
    assert address("affiliation-end", known.pk) in main_of(keeper.get(known.person.get_absolute_url()))
    Affiliation.objects.update(valid_to=LAST)
    assert address("affiliation-end", known.pk) not in main_of(keeper.get(known.person.get_absolute_url()))


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_other_roles_may_not(request: pytest.FixtureRequest, signed_in: Any, role: str) -> None:
    client, known = signed_in(request.getfixturevalue(role)), AffiliationFactory(valid_from=FIRST)
    targets = (
        address("affiliation-create", known.person.pk),
        address("affiliation-edit", known.pk),
        address("affiliation-end", known.pk),
    )
    for target in targets:
        assert client.get(target).status_code == 403
        assert client.post(target, {"valid_to": "2024-06-30"}).status_code == 403
    known.refresh_from_db()
    assert known.valid_to is None


@pytest.mark.parametrize("name", ["affiliation-create", "affiliation-edit", "affiliation-end"])
def test_unknown_ones_are_not_found_and_other_methods_refused(keeper: Any, name: str) -> None:
    assert keeper.get(address(name, 999_999)).status_code == 404
    assert keeper.delete(address(name, 1)).status_code == 405
