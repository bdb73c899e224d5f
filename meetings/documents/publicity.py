"""Who may be named in a record, as its public version has to know."""

from collections.abc import Iterable

from amif_network.core import richtext
from amif_network.core.bilingual import LANGUAGES
from amif_network.directory.folding import fold
from amif_network.directory.models import Affiliation, Organisation, Person

from ..models import Minutes
from ..printed import PrintedMinutes
from ..public import NamedPerson, PublicVersion, public_version
from .people import function_on


def published(minutes: Minutes, printed: PrintedMinutes) -> PublicVersion:
    """Return the public version of `printed`, the internal record of loaded `minutes` in both languages. Two queries."""
    return public_version(printed, [*_involved(minutes), *_bystanders(printed)])


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


def _bystanders(printed: PrintedMinutes) -> Iterable[NamedPerson]:
    """Return the people of the directory whose full name stands somewhere in the record."""
    folded = f" {fold(' '.join(_words(printed)))} "
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
