"""The budget of a partner for a year, with its headings."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted
from projects.models.money import FIRST_YEAR, LAST_YEAR

from ...actions import budgets as actions
from ...forms.claims import put_errors
from ...forms.money import BudgetForm, HeadingFormSet, heading_rows
from ...models import Party, YearBudget
from ..scope import partnership_to_write
from .scope import chosen_party, require_form


@require_form
def budget(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Write what a partner may cost in a year; `?party=` names the partner where there are several.

    Who comes second keeps what was typed, beside what stands.
    """
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "budget")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    party = chosen_party(partnership.partners(), request.GET.get("party"))
    standing = YearBudget.objects.filter(party=party, year=year).prefetch_related("headings").first()
    initial = {"amount": standing.amount if standing else None, "base": actions.shown(standing)}
    form, rows = BudgetForm(posted(request), initial=initial), HeadingFormSet(posted(request), initial=heading_rows(standing))
    status = 409 if closed else 200
    if "more" in request.POST:
        # For those who work without JavaScript: what was typed, and more empty rows.
        rows = HeadingFormSet(initial=rows.typed())
    elif request.method == "POST":
        valid = [form.is_valid(), rows.is_valid()]
        status = 409 if closed else _saved(request, party, year, form, rows) if all(valid) else 422
        if status == 302:
            messages.success(request, _("The budget is saved."))
            return redirect(partnership)
    context = {
        "partnership": partnership, "party": party, "partners": partnership.partners(), "year": year, "standing": standing,
        "form": form, "formset": rows, "closed": closed, "overtaken": status == 409 and not closed,
        "base": actions.shown(standing),
    }  # fmt: skip
    return render(request, "partnerships/money/budget.html", context, status=status)


def _saved(request: HttpRequest, party: Party, year: int, form: Any, rows: Any) -> int:
    """Save, and return 302; 409 where somebody else did meanwhile, 422 for what is refused, which the form then says."""
    assert isinstance(request.user, User)
    values = form.cleaned_data
    try:
        actions.save(
            party, year, amount=values["amount"], headings=[one.as_row() for one in rows.kept()], base=values["base"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Overtaken:
        return 409
    except ValidationError as error:
        put_errors(form, error)
        return 422
    return 302
