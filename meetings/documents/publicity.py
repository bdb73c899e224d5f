"""Who may be named in a record, as its public version has to know."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy

from amif_network.core import richtext
from amif_network.core.bilingual import LANGUAGES
from amif_network.directory.folding import fold
from amif_network.directory.models import Affiliation, Organisation, Person

from ..models import Attendance, Idea, Minutes, Promise, Signal
from ..printed import PrintedMinutes
from ..public import NamedPerson, PublicVersion, public_version, public_words
from .people import function_on


def published(minutes: Minutes, printed: PrintedMinutes) -> PublicVersion:
    """Return the public version of `printed`, the internal record of loaded `minutes` in both languages. Two queries."""
    return public_version(printed, [*_involved(minutes), *_bystanders(_words(printed))])


def in_public_words[Entry: Promise | Signal | Idea](entries: Iterable[Entry]) -> list[Entry]:
    """Return copies of entries of the registers, loaded `for_list`, that name nobody and tell no address or number.

    They are for whoever reads the public editions only. Two queries, none without an entry.
    """
    found = [copy(one) for one in entries]
    if not found:
        return found
    there = _participants({one.meeting_id for one in found})
    bystanders = list(_bystanders(getattr(one, name) for one in found for name, _lang in _written(one)))
    for one in found:
        people = [*there[one.meeting_id], *bystanders]
        for name, lang in _written(one):
            setattr(one, name, public_words(getattr(one, name), lang, people))
    return found


def _written(entry: Promise | Signal | Idea) -> list[tuple[str, str]]:
    """Return the fields of an entry that the public reads, each with its language."""
    stems = ("text", "when") if isinstance(entry, Idea) else ("text",)
    return [(f"{stem}_{lang}", lang) for stem in stems for lang in LANGUAGES]


def _participants(meetings: set[int]) -> dict[int, list[NamedPerson]]:
    """Return by meeting who stands on its attendance list, with their organisation. One query."""
    people: dict[int, list[NamedPerson]] = defaultdict(list)
    rows = Attendance.objects.filter(meeting__in=meetings).select_related("person", "replaced_by", "organisation")
    for row in rows.order_by("pk"):
        organisations = {lang: row.organisation.name_in(lang) for lang in LANGUAGES} if row.organisation else {}
        people[row.meeting_id] += [
            NamedPerson(given=one.given_name, family=one.family_name, organisations=organisations, took_part=True)
            for one in (row.person, row.replaced_by)
            if one is not None
        ]
    return people


def _involved(minutes: Minutes) -> Iterable[NamedPerson]:
    """Return everybody who had a part in the meeting or its minutes, with their organisation on that day."""
    meeting = minutes.meeting
    organisations: dict[int, Organisation | None] = {}
    functions: dict[int, dict[str, str]] = {}
    people: dict[int, Person] = {}
    for one in meeting.attendances.all():
        for person in (one.person, one.replaced_by):
            if person:
                people[person.pk], organisations[person.pk] = person, one.organisation
        functions[one.person_id] = {lang: function for lang in LANGUAGES if (function := function_on(one, lang))}
    presenters = [person for item in meeting.agenda_items.all() for person in item.presenters.all()]
    approver = minutes.approved_by.person if minutes.approved_by else None
    others = [one for one in (meeting.chair, meeting.minute_taker, approver, *presenters) if one and one.pk not in people]
    people |= {one.pk: one for one in others}
    at_work = Affiliation.objects.valid_on(meeting.date).filter(person__in=others).select_related("organisation", "person")
    for affiliation in at_work.order_by("-valid_from", "pk"):
        organisations.setdefault(affiliation.person_id, affiliation.organisation)
        if affiliation.person.show_role and organisations[affiliation.person_id] == affiliation.organisation:
            said = {lang: getattr(affiliation, f"function_{lang}") for lang in LANGUAGES}
            functions.setdefault(affiliation.person_id, {lang: function for lang, function in said.items() if function})
    return [
        NamedPerson(
            given=person.given_name,
            family=person.family_name,
            functions=functions.get(pk, {}),
            organisations={lang: found.name_in(lang) for lang in LANGUAGES} if (found := organisations.get(pk)) else {},
            took_part=True,
        )
        for pk, person in people.items()
    ]


def _bystanders(texts: Iterable[str]) -> Iterable[NamedPerson]:
    """Return the people of the directory whose full name stands somewhere in `texts`."""
    folded = f" {fold(' '.join(texts))} "
    words = set(folded.split())
    # Reading the whole directory takes less time than searching a long text for every name in the database.
    names = Person.objects.exclude(given_name="").values_list("given_name", "family_name", "search_text", "sort_key")
    return [
        NamedPerson(given=given, family=family)
        for given, family, *spellings in names.order_by("pk")
        if any(name.partition(" ")[0] in words and (f" {name} " in folded or f" {name}s " in folded) for name in spellings)
    ]


def _words(printed: PrintedMinutes) -> Iterable[str]:
    """Yield the texts that a writer filled, without the attendance list."""
    for head in printed.heads:
        yield from (head.title.text, head.place.text, head.agenda_title, head.erratum.text, head.reason.text)
        for row in head.agenda:
            yield row.title.text
            yield from (part for one in row.left_open for part in (one.text.text, one.who))
    for section in printed.sections:
        for passage in section.passages:
            yield passage.heading.text
            yield richtext.plain_text(passage.html.text)
            yield from (part for one in passage.slides for part in (one.topic.text, one.presentation))
