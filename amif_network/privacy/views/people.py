"""The data of other people: for administrators, each time for a reason that the person or the law gives."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import administrator
from amif_network.core.bilingual import active_language
from amif_network.core.requests import posted, require_form

from .. import erasing, preview
from ..forms import ErasureForm
from ..subject import Subject
from ..whereabouts import named_in
from .file import given_out


@require_safe
def subject(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what may be done with what is held on one person."""
    administrator(request)
    whom = Subject.found(kind, pk)
    context = {"whom": whom, "erased": erasing.is_erased(whom)}
    context |= {"file_url": whom.page("file"), "erase_url": whom.page("erase")}
    return render(request, "privacy/subject.html", context)


@require_POST
def file(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Give out all that is held on one person, to be handed to them."""
    administrator(request)
    return given_out(request, Subject.found(kind, pk))


@require_form
def erase(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what an erasure takes and leaves, and do it once the name was typed."""
    user = administrator(request)
    whom, form = Subject.found(kind, pk), ErasureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        response: HttpResponse = _erase(request, user, whom, form)
        return response
    return _before_erasing(request, user, whom, form)


@reauthentication_required  # type: ignore[untyped-decorator]
def _erase(request: HttpRequest, user: User, whom: Subject, form: ErasureForm) -> HttpResponse:
    kind, pk = whom.place
    try:
        erasing.erase(kind, pk, by=user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _before_erasing(request, user, Subject.found(kind, pk), form)
    messages.success(request, _("The data were erased. What refers to the person stays, without the name."))
    return redirect(whom.page("subject"))


def _before_erasing(request: HttpRequest, user: User, whom: Subject, form: ErasureForm) -> HttpResponse:
    at = timezone.now()
    return render(
        request,
        "privacy/erase.html",
        {
            "whom": whom,
            "form": form,
            "refusals": erasing.refusals(whom, by=user, on=timezone.localdate(at)),
            "goes": preview.goes(whom, on=timezone.localdate(at), at=at),
            "stays": preview.stays(whom),
            "places": named_in(whom, active_language()),
            "subject_url": whom.page("subject"),
        },
    )
