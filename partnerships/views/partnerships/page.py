"""The page of one partnership: who works with whom, what is agreed, what happens, what is to be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...models import Partnership
from ..scope import partnership_for


@require_safe
def partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one partnership."""
    found, can = partnership_for(request, pk, partnerships=Partnership.objects.for_detail())
    return render(request, "partnerships/partnership.html", {"partnership": found, "can": can})
