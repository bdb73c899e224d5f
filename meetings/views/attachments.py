"""Documents of a meeting: attach, open, remove."""

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

from ..actions import attachments as actions
from ..forms.attachment import AttachmentForm
from ..models import Attachment
from .scope import meeting_for


@require_form
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to a meeting."""
    assert isinstance(request.user, User)
    meeting, _can = meeting_for(request, pk, "edit")
    form = AttachmentForm(request.POST, request.FILES) if request.method == "POST" else AttachmentForm()
    if request.method == "POST" and form.is_valid():
        try:
            attachment = actions.attach(meeting, by=request.user, at=timezone.now(), **form.values())
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, _("“%(title)s” is attached.") % {"title": attachment.title})
            return redirect(meeting)
    return render(request, "meetings/attach.html", {"meeting": meeting, "form": form})


@require_safe
def attachment(request: HttpRequest, pk: int, attachment_pk: int) -> FileResponse:
    """Answer with the file: a PDF opens in the browser, anything else is only ever downloaded."""
    assert isinstance(request.user, User)
    visible = Attachment.objects.visible_to(request.user).filter(meeting=pk)
    found = get_object_or_404(visible, pk=attachment_pk)
    return answer_with(found)


@require_form
def remove(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """Ask, then take a document away from a meeting."""
    assert isinstance(request.user, User)
    meeting, _can = meeting_for(request, pk, "edit")
    found = get_object_or_404(meeting.attachments, pk=attachment_pk)
    if request.method == "POST":
        actions.remove(found, by=request.user, at=timezone.now())
        messages.success(request, _("“%(title)s” is removed.") % {"title": found.title})
        return redirect(meeting)
    references = found.slide_references.count()
    return render(request, "meetings/remove_attachment.html", {"meeting": meeting, "attachment": found, "references": references})
