"""The help: a guide for each role, who gets which mail, who may do what, the keys, what is new, and whom to ask."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language

from . import texts


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Lead to the parts of the help, first to the guide for the person's own role."""
    assert isinstance(request.user, User)
    own = request.user.role
    guides = sorted(texts.roles(), key=lambda one: one[0] != own)
    return render(request, "home/help/help.html", {"guides": guides, "own": own})


@require_safe
def guide(request: HttpRequest, role: str) -> HttpResponse:
    """Show the guide for one role; everybody may read every guide."""
    names = dict(texts.roles())
    if role not in names:
        raise Http404
    context = {"name": names[role], "chapters": texts.guide(role, active_language())}
    return render(request, "home/help/guide.html", context)


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Say who gets which mail, and when."""
    return render(request, "home/help/mails.html", {"letters": texts.letters(active_language())})


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Say which role may do what."""
    names = texts.roles()
    rows = [(one.what, [role in one.roles for role, _name in names]) for one in texts.rights(active_language())]
    return render(request, "home/help/rights.html", {"names": [name for _role, name in names], "rows": rows})


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    """List the keys that do something."""
    return render(request, "home/help/keyboard.html", {"keys": texts.keys(active_language())})


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Say what became different in the portal, the latest first."""
    return render(request, "home/help/changes.html", {"changes": texts.changes(active_language())})


@require_safe
@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    """Say whom to ask, also to those who cannot sign in."""
    return render(request, "home/help/contact.html", {"email": settings.CONTACT_EMAIL})
