"""What the network learned from its partnerships, by form and theme."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import Role, User

from ...comparison import reciprocity, themes, would_redo
from ...models.choices import Form, Theme


class ComparisonFilter(forms.Form):
    """The filters of the comparison, in its address; what is not understood filters nothing."""

    form = forms.ChoiceField(label=_("Form"), required=False, choices=[("", _("every form")), *Form.choices])
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", _("every theme")), *Theme.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show sentences of evaluations beside each other, who would do it again, and what each side gives."""
    assert isinstance(request.user, User)
    if request.user.role == Role.OBSERVER:
        raise PermissionDenied
    filters = ComparisonFilter(request.GET)
    chosen = {name: filters.cleaned_data.get(name, "") for name in ("form", "theme")}
    context = {
        "filters": filters,
        "lines": themes(request.user, **chosen),
        "answers": would_redo(request.user),
        "given": reciprocity(request.user, timezone.localdate()),
        "names": request.user.is_coordinating,
    }
    return render(request, "partnerships/evaluations/comparison.html", context)
