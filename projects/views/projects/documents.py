"""Documents of a project: attach, open, take away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.requests import require_form
from amif_network.core.uploads import DocumentForm, answer_with

from ...actions import documents as actions
from ...models import ProjectDocument
from .scope import project_for


@require_form
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to a project."""
    assert isinstance(request.user, User)
    project, _can = project_for(request, pk, "attach")
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.attach(project, by=request.user, at=timezone.now(), **form.values())
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, _("“%(title)s” is attached.") % {"title": document.title})
            return redirect(project)
    context = {"project": project, "form": form}
    return render(request, "projects/document_attach.html", context, status=422 if form.errors else 200)


@require_safe
def document(request: HttpRequest, pk: int, document_pk: int) -> FileResponse:
    """Answer with the file."""
    assert isinstance(request.user, User)
    found = get_object_or_404(ProjectDocument.objects.visible_to(request.user).filter(project=pk), pk=document_pk)
    return answer_with(found)


@require_form
def detach(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Ask, then take a document away from a project."""
    assert isinstance(request.user, User)
    project, _can = project_for(request, pk, "edit")
    found = get_object_or_404(project.documents, pk=document_pk)
    if request.method == "POST":
        actions.detach(found, by=request.user, at=timezone.now())
        messages.success(request, _("“%(title)s” is removed.") % {"title": found.title})
        return redirect(project)
    return render(request, "projects/document_detach.html", {"project": project, "document": found})
