"""Two people correct one record of the directory: the second sees both versions, and nothing is overwritten unseen."""

import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from amif_network.directory.models import Affiliation, Organisation, Person
from tests.directory.pages import address, corrected, words
from tests.factories.directory import AffiliationFactory, OrganisationAliasFactory, OrganisationFactory, PersonFactory
from tests.meetings.pages import sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(signed_in: Any, french_coordinator: Any) -> Client:
    return signed_in(french_coordinator)


@pytest.fixture
def second(signed_in: Any, dutch_coordinator: Any) -> Client:
    return signed_in(dutch_coordinator)


def found(response: HttpResponse) -> list[tuple[str, str, str, bool]]:
    """Return the differences the page shows: field, what stands, what was typed, whether a choice is asked for."""
    assert response.status_code == 409
    return [(one.name, one.theirs, one.mine, one.undecided) for one in response.context["form"].differences]


def chosen(response: HttpResponse, choice: str) -> dict[str, Any]:
    """Return what is sent after making the same choice for every field."""
    return sent_by(response) | {
        one.choice: f"{choice} {one.version}" for one in response.context["form"].differences if one.undecided
    }


def test_names_and_spellings_of_an_organisation_collide_field_by_field(first: Client, second: Client) -> None:
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gant")
    OrganisationAliasFactory(organisation=gent, text="Gant")
    target = address("organisation-edit", gent.pk)
    opened = sent_by(second.get(target))
    corrected(first, target, {"short_nl": "OCMW Gent", "spellings": "Gant\nGhent", "website": "https://gent.example/"})
    response = second.post(target, opened | {"short_nl": "OCMW Gent-Stad", "short_fr": "CPAS de la ville de Gand"})
    assert found(response) == [
        ("short_nl", "OCMW Gent", "OCMW Gent-Stad", True),
        ("spellings", "Gant, Ghent", "Gant", False),
        ("website", "https://gent.example/", "–", False),
    ]
    assert "OCMW Gent-Stad" in words(response)
    assert second.post(target, chosen(response, "theirs")).status_code == 302
    gent.refresh_from_db()
    assert (gent.short_nl, gent.short_fr, gent.website) == ("OCMW Gent", "CPAS de la ville de Gand", "https://gent.example/")
    assert sorted(gent.aliases.values_list("text", flat=True)) == ["Gant", "Ghent"]


def test_spellings_that_both_changed_wait_for_a_choice(first: Client, second: Client) -> None:
    gent = OrganisationFactory(short_nl="OCMW Gent")
    target = address("organisation-edit", gent.pk)
    opened = sent_by(second.get(target))
    corrected(first, target, {"spellings": "Ghent"})
    response = second.post(target, opened | {"spellings": "Sociaal Huis"})
    assert found(response) == [("spellings", "Ghent", "Sociaal Huis", True)]
    assert second.post(target, sent_by(response)).status_code == 409
    second.post(target, chosen(response, "mine") | {"spellings": "Ghent\nSociaal Huis"})
    assert sorted(gent.aliases.values_list("text", flat=True)) == ["Ghent", "Sociaal Huis"]


@pytest.mark.parametrize(("choice", "phone"), [("theirs", "+32 9 111 11 11"), ("mine", "+32 9 222 22 22")])
def test_a_person_is_corrected_by_two(first: Client, second: Client, choice: str, phone: str) -> None:
    person = PersonFactory(given_name="Jolien", phone="", show_role=False)
    target = address("person-edit", person.pk)
    opened = sent_by(second.get(target))
    corrected(first, target, {"phone": "+32 9 111 11 11", "show_role": "on"})
    response = second.post(target, opened | {"phone": "+32 9 222 22 22"})
    assert found(response) == [
        ("phone", "+32 9 111 11 11", "+32 9 222 22 22", True),
        ("show_role", "oui", "non", False),
    ]
    assert Person.objects.get().phone == "+32 9 111 11 11"
    second.post(target, chosen(response, choice))
    person.refresh_from_db()
    assert (person.phone, person.show_role) == (phone, True)


def test_an_affiliation_that_moved_meanwhile_is_not_moved_back(first: Client, second: Client) -> None:
    known = AffiliationFactory(organisation__short_fr="CPAS de Gand")
    mons = OrganisationFactory(short_fr="CPAS de Mons")
    target = address("affiliation-edit", known.pk)
    opened = sent_by(second.get(target))
    corrected(first, target, {"organisation": "CPAS de Mons"})
    response = second.post(target, opened | {"function_fr": "direction"})
    assert found(response) == [("organisation", "CPAS de Mons", "CPAS de Gand", False)]
    second.post(target, sent_by(response))
    known.refresh_from_db()
    assert (known.organisation, known.function_fr) == (mons, "direction")


def test_two_last_days_are_compared(first: Client, second: Client) -> None:
    known = AffiliationFactory()
    target = address("affiliation-end", known.pk)
    opened = sent_by(second.get(target))
    corrected(first, target, {"valid_to": "2024-06-30"})
    response = second.post(target, opened | {"valid_to": "2024-09-30"})
    assert [(theirs, mine) for _name, theirs, mine, _undecided in found(response)] == [
        ("dimanche 30 juin 2024", "lundi 30 septembre 2024")
    ]
    assert Affiliation.objects.get().valid_to == datetime.date(2024, 6, 30)
    second.post(target, chosen(response, "mine"))
    assert Affiliation.objects.get().valid_to == datetime.date(2024, 9, 30)


def test_what_is_wrong_is_said_before_versions_are_compared(first: Client, second: Client) -> None:
    gent = OrganisationFactory(short_nl="OCMW Gant")
    target = address("organisation-edit", gent.pk)
    opened = sent_by(second.get(target))
    corrected(first, target, {"short_nl": "OCMW Gent"})
    wrong = second.post(target, opened | {"short_nl": "OCMW Gent-Stad", "valid_to": "ooit"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["valid_to"])
    response = second.post(target, sent_by(wrong) | {"valid_to": ""})
    assert found(response) == [("short_nl", "OCMW Gent", "OCMW Gent-Stad", True)]
    assert Organisation.objects.get(pk=gent.pk).short_nl == "OCMW Gent"
