"""The cash of a partnership as of a day: who paid what to whom, who holds how much, who pre-finances."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.inputs import parse_date
from projects.days import is_likely

from ... import balance, ledger
from ...forms.money import DayForm
from ..scope import partnership_for


@require_safe
def money(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the cash statement; `?on=` names the day, today where it names none."""
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk)
    asked = request.GET.get("on", "")
    day = day_asked(asked) or timezone.localdate()
    form = DayForm(request.GET if asked else None, initial={"on": day})
    context = {
        "partnership": partnership,
        "form": form,
        "money": balance.of_partnership(partnership, request.user, day),
        "entries": ledger.of_partnership(partnership, request.user, day),
    }
    return render(request, "partnerships/money/statement.html", context)


def day_asked(text: str) -> datetime.date | None:
    """Return the day of the address; None for what is none, which the form then says."""
    day = parse_date(text)
    return day if day and is_likely(day) else None
