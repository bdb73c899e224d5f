"""Templates of a call: added, changed, their files opened and taken away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.collisions import locked_if_posted
from amif_network.core.requests import require_form
from amif_network.core.uploads import answer_with

from ...actions import templates as actions
from ...forms.envelopes import TemplateForm
from ...models import Call, CallTemplate, TemplateFile
from ..scope import call_for


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a template."""
    call, _can = call_for(request, pk, "edit")
    return _form(request, call, CallTemplate(call=call))


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int, template_pk: int) -> HttpResponse:
    """Change a template; who comes second sees both versions and decides."""
    call, _can = call_for(request, pk, "edit")
    templates = locked_if_posted(request, CallTemplate.objects.select_related("call"))
    return _form(request, call, get_object_or_404(templates, call=call, pk=template_pk))


def _form(request: HttpRequest, call: Call, template: CallTemplate) -> HttpResponse:
    assert isinstance(request.user, User)
    is_new = template.pk is None
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TemplateForm(*sent, instance=template)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.save_template(form.instance, form.uploads(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The template is saved."))
            return redirect(call)
    if is_new:
        template.pk = None
    files = [] if is_new else template.files.all()
    context = {"call": call, "template": template, "form": form, "is_new": is_new, "files": files}
    status = 409 if form.differences else 422 if form.errors else 200
    return render(request, "projects/template_form.html", context, status=status)


@require_safe
def file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """Answer with the file of a template."""
    assert isinstance(request.user, User)
    return answer_with(get_object_or_404(TemplateFile.objects.visible_to(request.user), template__call=pk, pk=file_pk))


@require_POST
def remove_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take the file of one language away."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "edit")
    found = get_object_or_404(TemplateFile.objects.select_related("template__call"), template__call=call, pk=file_pk)
    actions.take_file_away(found, by=request.user, at=timezone.now())
    messages.success(request, _("“%(title)s” is removed.") % {"title": found.filename})
    return redirect("projects:template-edit", call.pk, found.template_id)
