"""People and organisations named for the first time in a meeting enter the directory with what is saved."""

import datetime
from collections.abc import Iterable

from amif_network.directory.models import Affiliation, Organisation, Person

# The network meets two or three times a year: whom no list has named for two years may be gone (docs/decisions/0006).
STILL_THERE = datetime.timedelta(days=2 * 365)


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


def affiliate_new(pairs: Iterable[tuple[Person, Organisation | None]], *, on: datetime.date, today: datetime.date) -> None:
    """Note where people new in the directory worked on the day `on` of a meeting: still today, if that is not long ago."""
    last_day = _last_day(on, today)
    Affiliation.objects.bulk_create(
        [
            Affiliation(person=person, organisation=organisation, valid_from=on, valid_to=last_day, from_lists=True)
            for person, organisation in pairs
            if organisation is not None
        ]
    )


def extend_known(pairs: Iterable[tuple[Person, Organisation | None]], *, on: datetime.date, today: datetime.date) -> None:
    """Let affiliations that are known from lists alone reach to the day `on`, on which another list names them.

    What somebody entered or corrected stays as it is; so does a pair that has several affiliations.
    """
    named = {(person.pk, organisation.pk) for person, organisation in pairs if organisation is not None and organisation.pk}
    known: dict[tuple[int, int], list[Affiliation]] = {}
    for one in Affiliation.objects.filter(person__in={person for person, _organisation in named}):
        known.setdefault((one.person_id, one.organisation_id), []).append(one)
    stretched = []
    for one, *more in (known[pair] for pair in named & known.keys()):
        if one.from_lists and not more and not one.is_valid_on(on):
            later = one.valid_to is not None and one.valid_to < on
            one.valid_from, one.valid_to = min(one.valid_from, on), _last_day(on, today) if later else one.valid_to
            stretched.append(one)
    Affiliation.objects.bulk_update(stretched, ["valid_from", "valid_to"])


def _last_day(on: datetime.date, today: datetime.date) -> datetime.date | None:
    """Return until when somebody seen on the day `on` is known to work there: None, if they may be supposed to do so still."""
    return on if on < today - STILL_THERE else None
