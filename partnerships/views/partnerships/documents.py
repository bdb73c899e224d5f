"""Documents of a partnership: attach, open, take away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.requests import require_form
from amif_network.core.uploads import answer_with

from ...actions import documents as actions
from ...forms.evidence import PartnershipDocumentForm
from ...models import PartnershipDocument
from ..scope import partnership_for


@require_form
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to a partnership."""
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, "attach")
    form = PartnershipDocumentForm(request.POST, request.FILES) if request.method == "POST" else PartnershipDocumentForm()
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.attach(partnership, by=request.user, at=timezone.now(), **form.values())
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, _("“%(title)s” is attached.") % {"title": document.title})
            return redirect(partnership)
    context = {"partnership": partnership, "form": form}
    return render(request, "partnerships/partnerships/document_attach.html", context, status=422 if form.errors else 200)


@require_safe
def document(request: HttpRequest, pk: int, document_pk: int) -> FileResponse:
    """Answer with the file."""
    assert isinstance(request.user, User)
    return answer_with(get_object_or_404(PartnershipDocument.objects.visible_to(request.user), partnership=pk, pk=document_pk))


@require_form
def detach(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Ask, then take a document away from a partnership."""
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, "edit")
    found = get_object_or_404(PartnershipDocument.objects.visible_to(request.user), partnership=pk, pk=document_pk)
    stays = not actions.removable(found)
    if request.method == "POST" and not stays:
        actions.detach(found, by=request.user, at=timezone.now())
        messages.success(request, _("“%(title)s” is removed.") % {"title": found.title})
        return redirect(partnership)
    context = {"partnership": partnership, "document": found, "stays": stays}
    return render(request, "partnerships/partnerships/document_detach.html", context, status=422 if stays else 200)
