"""Two transactions at the same moment, on two connections: nobody gets an error page, and nothing is overwritten."""

import datetime
from typing import Any

import pytest

from amif_network.directory.models import Affiliation, Organisation, Person
from meetings.actions.people import keep_new_organisations
from tests.directory.pages import address, corrected
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.meetings.pages import sent_by
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def entered(name: str) -> Organisation:
    return Organisation.objects.enter(Organisation(kind="ngo", short_fr=name))


def test_an_organisation_whose_code_somebody_takes_gets_the_next_one(signed_in: Any, french_coordinator: Any) -> None:
    client = signed_in(french_coordinator)
    typed = {"kind": "ngo", "short_fr": "Croix-Rouge", "spellings": "CRB"}
    response = while_waiting(lambda: client.post(address("organisation-create"), typed), lambda: entered("Croix-Rouge"))
    assert response.status_code == 302
    assert sorted(Organisation.objects.values_list("code", flat=True)) == ["croix-rouge", "croix-rouge-2"]
    assert Organisation.objects.get(code="croix-rouge-2").aliases.get().text == "CRB"


def test_organisations_named_in_a_meeting_get_free_codes_too(db: None) -> None:
    new = [Organisation(kind="other", short_fr=name) for name in ("Zonnehuis", "Croix-Rouge")]
    while_waiting(lambda: keep_new_organisations([*new, new[0], None]), lambda: entered("Croix-Rouge"))
    assert sorted(Organisation.objects.values_list("code", flat=True)) == ["croix-rouge", "croix-rouge-2", "zonnehuis"]


def test_an_organisation_that_breaks_another_rule_is_refused_at_once(db: None) -> None:
    with pytest.raises(Exception, match="organisation_has_a_name"):
        Organisation.objects.enter(Organisation(kind="ngo"))
    assert Organisation.objects.count() == 0


def test_the_same_affiliation_noted_twice_is_an_error_of_the_form(signed_in: Any, french_coordinator: Any) -> None:
    client, person, gent = signed_in(french_coordinator), PersonFactory(), OrganisationFactory(short_fr="CPAS de Gand")

    def note() -> None:
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        Affiliation.objects.create(person=locked, organisation=gent, valid_from=datetime.date(2024, 6, 1))

    typed = {"organisation": "CPAS de Gand", "valid_from": "2024-06-30"}
    response = while_waiting(lambda: client.post(address("affiliation-create", person.pk), typed), note)
    assert list(response.context["form"].errors) == ["__all__"]
    assert Affiliation.objects.count() == 1


def test_a_save_that_waits_for_another_one_compares_with_what_was_saved(signed_in: Any, french_coordinator: Any) -> None:
    client, person = signed_in(french_coordinator), PersonFactory(phone="")
    target = address("person-edit", person.pk)
    opened = sent_by(client.get(target))

    def save() -> None:
        Person.objects.filter(pk=person.pk).update(phone="+32 9 111 11 11")

    response = while_waiting(lambda: client.post(target, opened | {"phone": "+32 9 222 22 22"}), save)
    assert [one.theirs for one in response.context["form"].differences] == ["+32 9 111 11 11"]
    assert Person.objects.get().phone == "+32 9 111 11 11"
    assert corrected(client, target, {"phone": "+32 9 222 22 22"}).status_code == 302
