"""People and organisations named for the first time in a meeting enter the directory with what is saved."""

import datetime
from collections.abc import Iterable

from amif_network.directory.models import Affiliation, Organisation, Person


def keep_new_people(people: Iterable[Person | None]) -> None:
    """Save those of `people` that the directory does not know yet; the same object counts once."""
    named = [person for person in people if person is not None]
    Person.objects.bulk_create({id(person): person for person in named if person.pk is None}.values())


def keep_new_organisations(organisations: Iterable[Organisation | None]) -> None:
    """Save those of `organisations` that the directory does not know yet, each under a code of its own."""
    named = [organisation for organisation in organisations if organisation is not None]
    new = {id(one): one for one in named if one.pk is None}
    # By name, so that two who enter the same ones at a time wait for each other, never both for both.
    for organisation in sorted(new.values(), key=str):
        Organisation.objects.enter(organisation)


def affiliate(pairs: Iterable[tuple[Person, Organisation | None]], *, since: datetime.date) -> None:
    """Note where new people work: known since the day on which they first appeared."""
    known = [(person, organisation) for person, organisation in pairs if organisation is not None]
    Affiliation.objects.bulk_create(
        [Affiliation(person=person, organisation=organisation, valid_from=since) for person, organisation in known]
    )
