"""The grid of a month: a place for each half-day, drawn from plain values (sixty boxes cost too much as form fields)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amif_network.core.bilingual import active_language
from amif_network.core.formats import WORDINGS, format_date
from amif_network.core.workdays import name_of_holiday

from ..models.choices import Half, Place
from ..months import HALVES, Places, Slot
from ..presence_wording import slot_in_words

SATURDAY = 6
# One word for each place: two boxes and a day stand side by side on a phone.
WORDS = {
    Place.HOST: pgettext_lazy("place of a half-day", "host"),
    Place.EMPLOYER: pgettext_lazy("place of a half-day", "employer"),
    Place.TRAINING: pgettext_lazy("place of a half-day", "training"),
    Place.ELSEWHERE: pgettext_lazy("place of a half-day", "elsewhere"),
    Place.ABSENT: pgettext_lazy("place of a half-day", "absent"),
}
SELECTED = SafeString(" selected")


@dataclass(frozen=True, slots=True)
class Cell:
    """A half-day: the name of its box, what it is called, what was planned, what stands in it."""

    name: str
    label: str
    planned: str
    planned_label: str
    value: str
    said: str
    options: SafeString

    @property
    def differs(self) -> bool:
        """True when something else than the plan stands there; an empty box of a past plan is not judged here."""
        return bool(self.value) and self.value != self.planned


@dataclass(frozen=True, slots=True)
class Row:
    """A day with its two halves."""

    day: datetime.date
    weekday: str
    free: bool
    holiday: str
    cells: Sequence[Cell]


class MonthForm:
    """The half-days of a month as shown or as sent. What is no place is refused and kept in `wrong`."""

    def __init__(self, days: Sequence[datetime.date], *, plan: Places, places: Mapping[Slot, str]) -> None:
        self.days, self.plan, self.places = days, plan, dict(places)
        self.wrong: list[str] = []

    @classmethod
    def sent(cls, days: Sequence[datetime.date], data: QueryDict, *, plan: Places) -> "MonthForm":
        """Read what a browser sent."""
        form = cls(days, plan=plan, places={})
        for slot in ((day, half) for day in days for half in HALVES):
            place = data.get(name_of(slot), "")
            if place and place not in Place.values:
                form.wrong.append(_("%(half_day)s: choose one of the places.") % {"half_day": slot_in_words(slot)})
            elif place:
                form.places[slot] = place
        return form

    def take_over_the_plan(self) -> None:
        """Fill what is empty with the place that was planned."""
        self.places = {**self.plan, **self.places}

    def rows(self) -> list[Row]:
        """Return the days with their boxes."""
        lang, labels = active_language(), WORDS
        weekdays = WORDINGS[lang].weekdays
        return [
            Row(
                day=day,
                weekday=weekdays[day.weekday()],
                free=day.isoweekday() >= SATURDAY or bool(name_of_holiday(day, lang)),
                holiday=name_of_holiday(day, lang),
                cells=[self._cell((day, half), labels, lang) for half in HALVES],
            )
            for day in self.days
        ]

    def _cell(self, slot: Slot, labels: Mapping[Any, Any], lang: str) -> Cell:
        day, half = slot
        planned, value = self.plan.get(slot, ""), self.places.get(slot, "")
        return Cell(
            name=name_of(slot),
            label=f"{format_date(day, lang, weekday=True)}, {Half(half).label}",
            planned=planned,
            planned_label=str(labels[planned]) if planned else "",
            value=value,
            said=str(labels[value]) if value else "–",
            options=_options(value, lang),
        )


def name_of(slot: Slot) -> str:
    """Return the name of the box of a half-day: "02-am"."""
    return f"{slot[0]:%d}-{slot[1]}"


@lru_cache(maxsize=20)
def _options(chosen: str, lang: str) -> SafeString:
    """Return the options of a box in `lang`, which is active; most of sixty boxes are the same."""
    options = [(value, SELECTED if value == chosen else "", label) for value, label in [("", "–"), *WORDS.items()]]
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
