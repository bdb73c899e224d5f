"""Entering and correcting people."""

from typing import Any

import pytest

from amif_network.directory.models import Person
from tests.directory.pages import address, corrected, main_of
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db
TYPED = {"given_name": "Jolien", "family_name": "De Crom", "email": "jolien@example.org", "preferred_language": "nl"}


@pytest.fixture
def keeper(signed_in: Any, dutch_coordinator: Any) -> Any:
    return signed_in(dutch_coordinator)


def test_creates_a_person_and_asks_where_they_work(keeper: Any) -> None:
    response = keeper.post(address("person-create"), TYPED)
    jolien = Person.objects.get()
    assert response["Location"] == address("affiliation-create", jolien.pk)
    assert (str(jolien), jolien.sort_key, jolien.email, jolien.show_role) == (
        "Jolien De Crom",
        "de crom jolien",
        "jolien@example.org",
        False,
    )


def test_a_second_person_of_the_same_name_is_only_made_on_purpose(keeper: Any) -> None:
    PersonFactory(given_name="Jolien", family_name="de Crom")
    asked = keeper.post(address("person-create"), TYPED)
    assert list(asked.context["form"].errors) == ["namesake"]
    assert '<input type="checkbox" name="namesake"' in main_of(asked)
    assert Person.objects.count() == 1
    keeper.post(address("person-create"), TYPED | {"namesake": "on"})
    assert Person.objects.count() == 2


def test_corrects_a_person(keeper: Any) -> None:
    person = PersonFactory(given_name="Jolien", family_name="Decrom")
    response = corrected(keeper, address("person-edit", person.pk), TYPED | {"show_role": "on", "phone": ""})
    person.refresh_from_db()
    assert response["Location"] == person.get_absolute_url()
    assert (person.family_name, person.show_role, person.phone) == ("De Crom", True, "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"family_name": " "}, "family_name"),
        ({"family_name": "De\x01Crom"}, "family_name"),
        ({"family_name": "x" * 81}, "family_name"),
        ({"email": "jolien"}, "email"),
        ({"preferred_language": "en"}, "preferred_language"),
    ],
)
def test_says_what_is_wrong_and_saves_nothing(keeper: Any, change: dict[str, str], field: str) -> None:
    response = keeper.post(address("person-create"), TYPED | change)
    assert list(response.context["form"].errors) == [field]
    assert Person.objects.count() == 0


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_other_roles_may_not(request: pytest.FixtureRequest, signed_in: Any, role: str) -> None:
    client, person = signed_in(request.getfixturevalue(role)), PersonFactory(family_name="Dubus")
    for target in (address("person-create"), address("person-edit", person.pk)):
        assert client.get(target).status_code == 403
        assert client.post(target, TYPED).status_code == 403
    assert not Person.objects.filter(family_name="De Crom").exists()


def test_an_unknown_one_is_not_found(keeper: Any) -> None:
    assert keeper.get(address("person-edit", 999_999)).status_code == 404


def test_other_methods_are_refused(keeper: Any) -> None:
    person = PersonFactory()
    assert [keeper.put(target).status_code for target in (address("person-create"), address("person-edit", person.pk))] == [
        405,
        405,
    ]
