"""People, where they work, and the accounts of one person for each organisation and of those who lead the network."""

import datetime
from itertools import cycle

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from amif_network.accounts.models import Role, User
from amif_network.directory.models import Affiliation, Organisation, Person
from scale.words import name

SINCE = datetime.date(2019, 1, 1)
# Of every so many people one has left, so that lists hold the past too.
LEFT = 9
HOST = "scale.example"


def add_people(count: int) -> list[Person]:
    """Add people, each with an affiliation at the next organisation that exists today."""
    known = Person.objects.count()
    people = Person.objects.bulk_create(
        (
            Person(
                given_name=given, family_name=family, email=f"person{known + n}@{HOST}", preferred_language=("fr", "nl")[n % 2]
            )
            for n, (given, family) in enumerate(name(known + n) for n in range(count))
        ),
        batch_size=5_000,
    )
    places = cycle(Organisation.objects.filter(kind="cpas", valid_to=None).order_by("pk"))
    Affiliation.objects.bulk_create(
        (
            Affiliation(
                person=person, organisation=next(places), function_fr="assistant social", function_nl="maatschappelijk werker",
                valid_from=SINCE, valid_to=None if n % LEFT else datetime.date(2024, 12, 31),
            )
            for n, person in enumerate(people)
        ),
        batch_size=5_000,
    )  # fmt: skip
    return people


def add_accounts(people: list[Person], password: str | None) -> None:
    """Give people accounts as CPAS staff; without a password nobody can sign in with one."""
    secret = make_password(password)
    users = User.objects.bulk_create(
        User(email=person.email, password=secret, person=person, role=Role.MEMBER, language=person.preferred_language)
        for person in people
    )
    _confirm(users)


def add_leaders(password: str | None) -> list[User]:
    """Add two coordinators and an administrator, the same ones each time: `coordination.fr`, `coordination.nl` and `admin`."""
    secret = make_password(password)
    users = User.objects.bulk_create(
        User(email=f"{who}@{HOST}", password=secret, role=role, language=lang)
        for who, role, lang in (
            ("coordination.fr", Role.COORDINATOR, "fr"),
            ("coordination.nl", Role.COORDINATOR, "nl"),
            ("admin", Role.ADMINISTRATOR, "fr"),
        )
    )
    _confirm(users)
    return users


def _confirm(users: list[User]) -> None:
    EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users)
