"""The filters of the list of one's work, in its address; what is not understood filters nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amif_network.core.work import Task, WorkKind

WAITS = "waits"


class WorkFilter(forms.Form):
    """Which tasks: of one kind, only what is overdue; on the side of what one waits for where the address says so."""

    kind = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("everything")), *WorkKind.choices])
    late = forms.BooleanField(label=_("Only what is overdue"), required=False)
    side = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(WAITS, WAITS)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when something is narrowed; the side is another list."""
        return bool(self.cleaned_data.get("kind") or self.cleaned_data.get("late"))

    @property
    def waits(self) -> bool:
        """True for the list of what one waits for."""
        return self.cleaned_data.get("side") == WAITS

    def applied(self, tasks: Iterable[Task]) -> list[Task]:
        """Return those of `tasks` that pass."""
        kind, late = self.cleaned_data.get("kind"), self.cleaned_data.get("late")
        return [one for one in tasks if (not kind or one.kind == kind) and (one.late or not late)]

    def tabs(self, must: int, waits: int) -> list[dict[str, Any]]:
        """Return both lists to choose from, each with its number."""
        return [
            {"url": "?", "label": gettext("You must"), "lang": "", "count": must, "current": not self.waits},
            {"url": f"?side={WAITS}", "label": gettext("You wait for"), "lang": "", "count": waits, "current": self.waits},
        ]
