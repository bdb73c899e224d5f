"""Who gets the mails of a meeting, and in which language (DOMAIN §2, fact 3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from amif_network.accounts.models import Role, User
from amif_network.directory.models import Affiliation, Organisation, Person


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address of a mail, the language it is written to in, and who reads it as far as that is known."""

    email: str
    lang: str
    user: User | None = None
    person: Person | None = None


def for_organisation(organisation: Organisation) -> list[Recipient]:
    """Return who answers for `organisation` today, sorted by address, in its language of correspondence.

    These are its members with an account; where it has none, its people with an e-mail address. An organisation of
    two languages is written to in the reader's own, one of a single language in that language.
    """
    return for_organisations([organisation])[organisation.pk]


def for_organisations(organisations: Iterable[Organisation]) -> dict[int, list[Recipient]]:
    """Return by key what `for_organisation` says of each; two queries, however many they are."""
    asked = {one.pk: one for one in organisations}
    at_work: dict[int, dict[int, Person]] = {key: {} for key in asked}
    for affiliation in Affiliation.objects.valid_on(timezone.localdate()).filter(organisation__in=asked).select_related("person"):
        at_work[affiliation.organisation_id][affiliation.person_id] = affiliation.person
    people = {key for found in at_work.values() for key in found}
    members = User.objects.filter(is_active=True, role=Role.MEMBER, person__in=people).select_related("person")
    users = {user.person_id: user for user in members.order_by("email")}
    return {key: _readers(organisation, at_work[key], users) for key, organisation in asked.items()}


def _readers(organisation: Organisation, people: dict[int, Person], users: Mapping[int | None, User]) -> list[Recipient]:
    """Return the members with an account among `people`; where there is none, all who have an e-mail address."""
    found = [
        Recipient(user.email, organisation.language_for(user.language), user, user.person)
        for key, user in users.items()
        if key in people
    ]
    if not found:
        by_address = sorted(people.values(), key=lambda person: (person.email, person.pk))
        found = [
            Recipient(person.email, organisation.language_for(person.preferred_language), None, person)
            for person in by_address
            if person.email
        ]
    return _once_per_address(found)


def _once_per_address(found: list[Recipient]) -> list[Recipient]:
    """Keep the first of those who share an address, as the people of one service may."""
    by_address: dict[str, Recipient] = {}
    for one in found:
        by_address.setdefault(one.email.lower(), one)
    return list(by_address.values())


def coordinators() -> list[Recipient]:
    """Return who looks after the network: all its coordinators, each in their own language; else its administrators."""
    active = User.objects.filter(is_active=True).select_related("person").order_by("email")
    people = active.filter(role=Role.COORDINATOR) or active.filter(role=Role.ADMINISTRATOR)
    return [Recipient(user.email, user.language, user, user.person) for user in people]
