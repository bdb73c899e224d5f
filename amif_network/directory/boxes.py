"""From names typed into comboboxes to people and organisations: in bulk, certain, or asked back.

A whole set of rows costs one query for what was chosen and one matcher for what was only typed. A name
that is not known, or that several bear, becomes an error on its field together with the question which
one is meant. New records are returned unsaved: an action keeps them once the whole form is right.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.combobox import NEW, Combobox, ComboboxField, Question, Typed, pick
from amif_network.directory.folding import fold
from amif_network.directory.models import Organisation, Person
from amif_network.directory.names import split_name

LONGEST_PERSON_PART = 80
LONGEST_ORGANISATION = 120


class Box(NamedTuple):
    """A combobox of a form; `within` names the field whose organisation tells people of one name apart."""

    form: forms.BaseForm
    name: str
    within: str = ""

    @property
    def typed(self) -> Typed:
        """What was typed; nothing where the field itself is in error."""
        value = self.form.cleaned_data.get(self.name)
        return value if isinstance(value, Typed) else Typed()

    @property
    def widget(self) -> Combobox:
        """The box on the page."""
        widget = self.form.fields[self.name].widget
        assert isinstance(widget, Combobox)
        return widget

    def names(self) -> list[str]:
        """Return the names in the box: one, or several separated by commas."""
        return self.typed.names() if self.widget.multiple else [text for text in [self.typed.text] if text]

    def chosen(self, name: str) -> str:
        """Return the key of the option chosen for `name`; a new record counts only where the box offers one."""
        key = self.typed.chosen(name)
        return "" if key == NEW and not self.widget.create else key

    def organisation(self) -> Organisation | None:
        """Return the saved organisation beside the person, where the form names one."""
        beside = self.form.cleaned_data.get(self.within) if self.within else None
        return beside if isinstance(beside, Organisation) and beside.pk else None

    def answer(self, found: list) -> None:
        """Put the records in place of the text, unless the field is in error."""
        if self.name in self.form.cleaned_data:
            self.form.cleaned_data[self.name] = found if self.widget.multiple else (found[0] if found else None)


def person_box(
    label: Any, *, multiple: bool = False, create: bool = True, required: bool = False, help_text: Any = ""
) -> ComboboxField:
    """Return a field for one person, or for several separated by commas; `create` lets one add a person there."""
    widget = Combobox("directory:person-options", multiple=multiple, create=create)
    return ComboboxField(label=label, required=required, widget=widget, help_text=help_text)


def organisation_box(label: Any, *, multiple: bool = False, create: bool = True, help_text: Any = "") -> ComboboxField:
    """Return a field for one organisation, or for several separated by commas; `create` lets one add an organisation there."""
    widget = Combobox("directory:organisation-options", multiple=multiple, create=create)
    return ComboboxField(label=label, required=False, widget=widget, help_text=help_text)


def resolve_people(boxes: Sequence[Box], on: datetime.date) -> None:
    """Replace what was typed into `boxes` by people as of the day `on`."""
    chosen = Person.objects.in_bulk(_chosen_keys(boxes))
    register = Person.objects.matcher(on) if _some_only_typed(boxes, chosen) else None

    def match(name: str, box: Box) -> Answer[Person]:
        assert register is not None
        found = register.match(name, box.organisation())
        return Answer(found.person, found.candidates)

    _resolve(boxes, Records(chosen, match, _new_person, lambda person: _with_employers(person, on), _person_too_long))


def resolve_organisations(boxes: Sequence[Box], on: datetime.date) -> None:
    """Replace what was typed into `boxes` by organisations as of the day `on`."""
    chosen = Organisation.objects.in_bulk(_chosen_keys(boxes))
    register = Organisation.objects.matcher(on) if _some_only_typed(boxes, chosen) else None

    def match(name: str, box: Box) -> Answer[Organisation]:
        assert register is not None
        found = register.match(name)
        return Answer(found.organisation, found.candidates)

    _resolve(boxes, Records(chosen, match, _new_organisation, str, _organisation_too_long))


@dataclass(frozen=True, slots=True)
class Answer[T: (Person, Organisation)]:
    """The record a name means, or None and those somebody may choose from."""

    record: T | None
    candidates: Sequence[T]


@dataclass(frozen=True, slots=True)
class Records[T: (Person, Organisation)]:
    """How names become records of one kind."""

    chosen: Mapping[int, T]
    match: Callable[[str, Box], Answer[T]]
    create: Callable[[str], T]
    describe: Callable[[T], str]
    refusal: Callable[[str], str]
    # One new record per name, however many boxes name it.
    new: dict[str, T] = field(default_factory=dict)


def _resolve[T: (Person, Organisation)](boxes: Iterable[Box], records: Records[T]) -> None:
    for box in boxes:
        found = [_find(name, box, records) for name in box.names()]
        box.answer([record for record in found if record is not None])


def _find[T: (Person, Organisation)](name: str, box: Box, records: Records[T]) -> T | None:
    """Return the record meant by `name`, or None after asking back on the form."""
    key = box.chosen(name)
    if key == NEW:
        if refusal := records.refusal(name):
            box.form.add_error(box.name, refusal)
            return None
        return records.new.setdefault(fold(name), records.create(name))
    if key and int(key) in records.chosen:
        return records.chosen[int(key)]
    answer = records.match(name, box)
    if answer.record is None:
        options = [(pick(one.pk, name), records.describe(one)) for one in answer.candidates]
        box.widget.questions.append(Question(name, options, create=box.widget.create and not records.refusal(name)))
        box.form.add_error(box.name, _why(name, known=bool(options), create=box.widget.create))
    return answer.record


def _why(name: str, *, known: bool, create: bool) -> str:
    if known:
        return _("It is not certain who or what “%(name)s” is. Choose below.") % {"name": name}
    if not create:
        return _("“%(name)s” is not in the directory.") % {"name": name}
    return _("“%(name)s” is not in the directory. Choose another name, or tick below to add it.") % {"name": name}


def _person_too_long(name: str) -> str:
    return _limit(LONGEST_PERSON_PART) if max(map(len, split_name(name))) > LONGEST_PERSON_PART else ""


def _organisation_too_long(name: str) -> str:
    return _limit(LONGEST_ORGANISATION) if len(name) > LONGEST_ORGANISATION else ""


def _limit(characters: int) -> str:
    return _("A name has at most %(limit)d characters.") % {"limit": characters}


def _chosen_keys(boxes: Iterable[Box]) -> set[int]:
    keys = (box.chosen(name) for box in boxes for name in box.names())
    return {int(key) for key in keys if key.isdigit()}


def _some_only_typed(boxes: Iterable[Box], chosen: Mapping[int, object]) -> bool:
    """Tell whether a name has to be matched because no valid choice was made for it."""
    keys = (box.chosen(name) for box in boxes for name in box.names())
    return any(key != NEW and not (key.isdigit() and int(key) in chosen) for key in keys)


def _with_employers(person: Person, on: datetime.date) -> str:
    """Name a person with where they work, so that two of one name can be told apart; affiliations are loaded."""
    employers = [str(one.organisation) for one in person.affiliations.all() if one.is_valid_on(on)]
    return f"{person} ({', '.join(employers)})" if employers else str(person)


def _new_person(name: str) -> Person:
    given, family = split_name(name)
    return Person(given_name=given, family_name=family)


def _new_organisation(name: str) -> Organisation:
    """Return an organisation of no known kind, named in the language of the page."""
    return Organisation(kind=Organisation.Kind.OTHER, **{f"short_{active_language()}": name})
