"""People and organisations named for the first time in a meeting enter the directory with what is saved."""

import datetime
from collections.abc import Iterable

from amif_network.directory.models import Affiliation, Organisation, Person


def keep_new_people(people: Iterable[Person | None]) -> None:
    """Save those of `people` that the directory does not know yet; the same object counts once."""
    new = {id(person): person for person in people if person is not None and person.pk is None}
    Person.objects.bulk_create(new.values())


def keep_new_organisations(organisations: Iterable[Organisation | None]) -> None:
    """Save those of `organisations` that the directory does not know yet, each under a code of its own."""
    for organisation in {id(one): one for one in organisations if one is not None and one.pk is None}.values():
        organisation.code = Organisation.objects.free_code(str(organisation))
        organisation.save()


def affiliate(pairs: Iterable[tuple[Person, Organisation | None]], *, since: datetime.date) -> None:
    """Note where new people work: known since the day on which they first appeared."""
    known = [(person, organisation) for person, organisation in pairs if organisation is not None]
    Affiliation.objects.bulk_create([Affiliation(person=person, organisation=organisation, valid_from=since) for person, organisation in known])
