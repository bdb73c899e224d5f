"""A record that two people have open at a time: who saves second sees both versions and decides; nothing is overwritten unseen.

The form carries, for every field, the fingerprint of what it showed (`base`). A save compares three values of
each field: as it was shown, as it stands now, as it was typed. What only the other person changed is taken over;
what only this one changed stays typed; where both changed it differently, a choice is asked for. Until the person
has seen everything that stands, nothing is saved. The record is to be locked meanwhile: `locked_if_posted`.
"""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from .bilingual import active_language
from .fingerprint import fingerprint
from .formats import format_date, format_time
from .forms import send

LONGEST_BASE = 10_000
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which something stands that the form had not shown; `undecided` when both people changed it."""

    name: str
    label: str
    theirs: str
    mine: str
    undecided: bool
    version: str

    @property
    def choice(self) -> str:
        """The name of the choice between both versions."""
        return f"settle-{self.name}"


class CollisionForm(forms.ModelForm):
    """A form that notices who saved in between. A new record collides with nothing."""

    base = forms.CharField(required=False, max_length=LONGEST_BASE, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        # Before cleaning writes what was typed into the instance.
        self.standing = {name: self.value_of(name) for name in self._meta.fields or ()} if self.instance.pk else {}
        self.initial["base"] = json.dumps(self._versions())
        if self.is_bound and self.standing:
            self._settle()

    def value_of(self, name: str) -> Any:
        """Return what stands in the field `name` of the record, as cleaning would return it."""
        return getattr(self.instance, name)

    def in_words(self, name: str, value: Any) -> str:
        """Write the value of a field as people read it; an empty one is a dash."""
        field, lang = self.fields[name], active_language()
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime.date):
            return format_date(value, lang, weekday=True)
        if isinstance(value, datetime.time):
            return format_time(value, lang)
        if isinstance(value, dict):
            return ", ".join(value.values()) or "–"
        if isinstance(field, forms.ModelChoiceField):
            return field.label_from_instance(value) if value else "–"
        choices: dict[Any, Any] = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
        return str(choices.get(value, value) or "–")

    def is_valid(self) -> bool:
        """Say whether everything is right, and nothing stands that the person has not seen."""
        return super().is_valid() and not self.differences

    def full_clean(self) -> None:
        """Check the fields; when they are right, look for what was changed meanwhile."""
        super().full_clean()
        if self.is_bound and self.standing and not self.errors:
            self.differences = self._found(self._shown())
            if self.differences:
                self._take_over()

    def _found(self, base: dict[str, str]) -> list[Difference]:
        found = []
        for name, standing in self.standing.items():
            typed = self.cleaned_data[name]
            now, mine = version(standing), version(typed)
            if now not in (base.get(name), mine):
                label, texts = str(self.fields[name].label), (self.in_words(name, standing), self.in_words(name, typed))
                found.append(Difference(name, label, *texts, undecided=mine != base.get(name), version=now))
        return found

    def _take_over(self) -> None:
        """Put what only the other person changed into the form; what both changed stays undecided until a choice is sent."""
        before, base, data = self._shown(), self._versions(), self._sent()
        for difference in self.differences:
            if difference.undecided:
                base[difference.name] = before.get(difference.name, "")
            else:
                self._put(data, difference.name)
        data[self.add_prefix("base")] = json.dumps(base)
        self.data = data

    def _settle(self) -> None:
        """Follow the choices that were made; one between versions of which another stands by now counts for nothing."""
        base, data = self._shown(), self._sent()
        for name, now in self._versions().items():
            choice, _space, seen = data.get(self.add_prefix(f"settle-{name}"), "").partition(" ")
            if seen != now:
                continue
            base[name] = now
            if choice == THEIRS:
                self._put(data, name)
        data[self.add_prefix("base")] = json.dumps(base)
        self.data = data

    def _put(self, data: QueryDict, name: str) -> None:
        """Send what stands in the place of what was typed."""
        send(data, self.add_prefix(name), self.fields[name].prepare_value(self.standing[name]))

    def _sent(self) -> QueryDict:
        assert isinstance(self.data, QueryDict)
        return self.data.copy()

    def _versions(self) -> dict[str, str]:
        return {name: version(value) for name, value in self.standing.items()}

    def _shown(self) -> dict[str, str]:
        """Return the versions the form had shown; what is not understood counts as never shown."""
        try:
            read = json.loads(self.data.get(self.add_prefix("base"), "")[:LONGEST_BASE])
        except (ValueError, RecursionError):
            return {}
        return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}


def version(value: Any) -> str:
    """Return a short fingerprint of the value of a field, the same for what a form shows and for what comes back from it."""
    if isinstance(value, Model):
        value = value.pk or [str(value)]
    elif isinstance(value, dict):
        value = sorted(value)
    elif isinstance(value, str):
        value = " ".join(value.split())
    return fingerprint(None if value == "" else value)[:16]


def locked_if_posted[Records: QuerySet[Any]](request: HttpRequest, records: Records, *of: str) -> Records:
    """Return `records` that are locked when fetched, with the related ones named in `of`, where the request is to save."""
    return records.select_for_update(of=("self", *of), no_key=True) if request.method == "POST" else records
