"""The agenda as rows: titles in both languages, slot of time, presenters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language, active_language
from amif_network.core.combobox import Typed
from amif_network.core.inputs import LineField, TimeField, room
from amif_network.core.rows import rows_formset
from amif_network.directory.boxes import Box, person_box, resolve_people
from amif_network.directory.matching import PersonMatcher
from amif_network.directory.models import Person

from ..actions.agenda import AgendaRow
from ..importing.agenda import kind_of
from ..importing.result import ParsedAgendaItem
from ..models import AgendaItem, Meeting
from ..pasting import PastedTimetable, read_timetable, without_speakers
from .rows import LONGEST_PASTE, RowForm, RowsFormSet, pasted_text

# More than a day holds; what was imported can be edited, so both have one limit.
MOST_ROWS = 300
LONGEST_TITLE = room(AgendaItem, "title_fr")
NO_TITLE = _("Give this row a title in French or in Dutch.")
ENDS_TOO_EARLY = _("An agenda item cannot end before it starts.")


class AgendaRowForm(RowForm):
    """A row of the agenda."""

    label = LineField(
        label=_("Number"),
        max_length=room(AgendaItem, "label"),
        required=False,
        widget=forms.TextInput(attrs={"size": 4, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind.choices, initial=AgendaItem.Kind.TOPIC, required=False)
    starts_at = TimeField(label=_("Start"), required=False)
    ends_at = TimeField(label=_("End"), required=False)
    title_fr = LineField(label=_("Title in French"), max_length=LONGEST_TITLE, required=False)
    title_nl = LineField(label=_("Title in Dutch"), max_length=LONGEST_TITLE, required=False)
    presenters = person_box(_("Presented by"), multiple=True)

    def clean_kind(self) -> str:
        """Take a row of no kind for a topic."""
        return self.cleaned_data["kind"] or AgendaItem.Kind.TOPIC

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and for an end that is not before the start."""
        values = self.cleaned_data
        if not values.get("title_fr") and not values.get("title_nl") and not {"title_fr", "title_nl"} & self.errors.keys():
            self.add_error("title_fr", NO_TITLE)
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end < start:
            self.add_error("ends_at", ENDS_TOO_EARLY)
        return values

    def as_row(self) -> AgendaRow:
        """Return what the action saves."""
        values = self.cleaned_data
        return AgendaRow(
            pk=values["row"],
            presenters=tuple(values["presenters"]),
            **{name: values[name] for name in ("label", "title_fr", "title_nl", "kind", "starts_at", "ends_at")},
        )


class BaseAgendaFormSet(RowsFormSet):
    """All rows of an agenda."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean(self) -> None:
        """Turn the names of presenters into people."""
        resolve_people([Box(form, "presenters") for form in self.kept()], self.meeting.date)


AgendaFormSet = rows_formset(AgendaRowForm, BaseAgendaFormSet, limit=MOST_ROWS)


def agenda_rows(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the rows of the agenda as initial values of the formset."""
    return [
        {
            "row": item.pk,
            "position": place,
            "presenters": Typed.of(*item.presenters.all()),
            **{name: getattr(item, name) for name in ("label", "kind", "starts_at", "ends_at", "title_fr", "title_nl")},
        }
        for place, item in enumerate(meeting.agenda_items.for_list(), 1)
    ]


class PasteAgendaForm(forms.Form):
    """A timetable as it stands in a mail or an older document."""

    text = forms.CharField(
        label=_("Agenda"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One row per line, with or without times and numbers: 9h00 à 9h30 : Accueil, or 1) Update."),
    )
    language = forms.ChoiceField(label=_("Language of the titles"), choices=Language.choices)
    fill = forms.BooleanField(
        label=_("These are the titles of the rows that are there already, in the same order"),
        required=False,
        help_text=_("Fills in one language; times and numbers of the rows stay."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["language"] = active_language()

    def clean_text(self) -> PastedTimetable:
        """Return what the text holds."""
        return pasted_text(read_timetable, self.cleaned_data["text"])


def with_pasted(
    rows: list[dict[str, Any]], pasted: Sequence[ParsedAgendaItem], lang: str, people: PersonMatcher, *, fill: bool
) -> list[dict[str, Any]]:
    """Return `rows` with those of a pasted timetable whose titles are in `lang`; speakers are found among `people`.

    With `fill` the first pasted title goes to the first row, and so on; what is left over is added at the end.
    """
    there = iter(rows[:] if fill else [])
    for item in pasted:
        titles, speakers = _titles_and_speakers(item, lang, people)
        row = next(there, None)
        if row is None:
            named = Typed.of(*speakers) if speakers else Typed(item.presenters)
            kind = kind_of(next(iter(titles.values()))) if item.kind == "topic" else item.kind
            rows.append(
                {
                    "label": item.label,
                    "kind": kind,
                    "starts_at": item.start,
                    "ends_at": item.end,
                    "presenters": named,
                    **titles,
                }
            )
        else:
            row.update(titles, presenters=_joined(row["presenters"], speakers))
    return rows


def _titles_and_speakers(item: ParsedAgendaItem, lang: str, people: PersonMatcher) -> tuple[dict[str, str], list[Person]]:
    """Return the titles by field and the speakers that stand behind them, each once."""
    both = bool(item.title_fr and item.title_nl)
    typed = {"title_fr": item.title_fr, "title_nl": item.title_nl} if both else {f"title_{lang}": item.title}
    titles, speakers = {}, dict[int, Person]()
    for name, title in typed.items():
        titles[name], found = without_speakers(title, people)
        speakers.update({person.pk: person for person in found})
    return titles, list(speakers.values())


def _joined(there: Typed, speakers: Sequence[Person]) -> Typed:
    """Return the presenters of a row with those who are not among them yet."""
    more = Typed.of(*(person for person in speakers if str(person) not in there.names()))
    return Typed(", ".join(text for text in (there.text, more.text) if text), there.picks + more.picks)
