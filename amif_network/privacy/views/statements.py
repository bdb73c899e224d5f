"""What everybody may read, signed in or not: privacy statement, register of processing, accessibility statement."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amif_network.core.bilingual import active_language

from .. import retention
from ..statements import activities, sections


@require_safe
@login_not_required
def statement(request: HttpRequest) -> HttpResponse:
    """Say to the people whom the portal knows what it holds, why, for how long, and what they may ask."""
    context = {"sections": sections("privacy", active_language()), "rules": retention.rules(), "dpo": settings.DPO_EMAIL}
    return render(request, "privacy/statement.html", context)


@require_safe
@login_not_required
def register(request: HttpRequest) -> HttpResponse:
    """Show the record of processing activities (GDPR art. 30)."""
    return render(request, "privacy/register.html", {"activities": activities(active_language()), "dpo": settings.DPO_EMAIL})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far the portal is accessible (law of 19 July 2018), and where to complain."""
    context = {"sections": sections("accessibility", active_language()), "contact": settings.CONTACT_EMAIL}
    return render(request, "privacy/accessibility.html", context)
