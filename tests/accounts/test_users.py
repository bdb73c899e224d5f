"""Users: one per e-mail address, with a role that says what they are in the network."""

import datetime

import pytest
from django.db import IntegrityError

from amif_network.accounts.models import Role, User
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory


@pytest.mark.parametrize(
    ("role", "coordinating", "administrator"),
    [("administrator", True, True), ("coordinator", True, False), ("member", False, False), ("observer", False, False)],
)
def test_roles(role, coordinating, administrator) -> None:
    user = User(role=role)
    assert (user.is_coordinating, user.is_administrator) == (coordinating, administrator)


def test_one_account_per_address_whatever_its_capitals(db) -> None:
    UserFactory(email="one@example.org")
    with pytest.raises(IntegrityError):
        User.objects.create(email="ONE@example.org")


def test_an_unknown_role_is_refused_by_the_database(db) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create(email="one@example.org", role="emperor")


def test_a_user_without_address_is_refused(db) -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_the_first_administrator_comes_from_the_command_line(db) -> None:
    user = User.objects.create_superuser("Root@Example.org", "a long pass phrase")
    assert (user.email, user.role, user.is_staff) == ("root@example.org", Role.ADMINISTRATOR, True)
    assert user.check_password("a long pass phrase")


def test_a_member_acts_for_current_affiliations_only(db) -> None:
    current = AffiliationFactory()
    AffiliationFactory(person=current.person, valid_to=datetime.date(2021, 1, 1))
    user = UserFactory(member=True, person=current.person)
    assert list(user.organisations()) == [current.organisation]


def test_a_user_without_a_person_acts_for_nobody(db) -> None:
    assert list(UserFactory(member=True).organisations()) == []


def test_is_called_by_the_persons_name(db) -> None:
    person = AffiliationFactory(person__given_name="Ana", person__family_name="Lambrix").person
    assert (str(UserFactory(person=person)), str(UserFactory(email="x@example.org"))) == ("Ana Lambrix", "x@example.org")
