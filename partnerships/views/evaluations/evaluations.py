"""Write, read and share the evaluation of one side."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted
from amif_network.core.workflow import WrongState

from ...actions import evaluations as actions
from ...evaluations import readable
from ...forms.evaluations import EvaluationForm, ItemFormSet, in_words, item_rows
from ...models import Evaluation, LogEntry
from ...models.choices import LogSubject
from ..partnerships.agreements import own_parties, refuse_strange
from ..scope import partnership_for, partnership_to_write

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
def new(request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
    """Write the evaluation of a side."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "evaluate")
    party = get_object_or_404(partnership.parties.all(), pk=party_pk)
    refuse_strange(request.user, party)
    blank = Evaluation(partnership=partnership, party=party, as_of=timezone.localdate())
    return _edit(request, blank, closed=closed)


@require_form
def edit(request: HttpRequest, pk: int, evaluation_pk: int) -> HttpResponse:
    """Change an evaluation that is not shared yet."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "evaluate")
    found = _evaluation(request, partnership, evaluation_pk)
    refuse_strange(request.user, found.party)
    closed = closed or found.shared_at is not None
    if closed and request.method != "POST":
        raise WrongState(_("It is shared by now: take the sharing back before you change it."))
    return _edit(request, found, closed=closed)


def _edit(request: HttpRequest, evaluation: Evaluation, *, closed: bool) -> HttpResponse:
    """Show the form, or save what was sent."""
    assert isinstance(request.user, User)
    form = EvaluationForm(posted(request), instance=evaluation)
    if request.method != "POST":
        formset = ItemFormSet(initial=item_rows(evaluation.items.all()) if evaluation.pk else [])
        return _show(request, form, formset, closed=closed)
    formset = ItemFormSet(request.POST)
    right = form.is_valid() and formset.is_valid()
    if not right or closed:
        return _show(request, form, formset, closed=closed)
    items = [row.as_row() for row in formset.kept()]
    try:
        saved = actions.write(
            form.save(commit=False), items, base=form.cleaned_data["base"] or 0, by=request.user, at=timezone.now()
        )
    except Overtaken:
        return _show(request, form, formset, closed=False, overtaken=True)
    except WrongState:
        return _show(request, form, formset, closed=True)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return _show(request, form, formset, closed=False)
    messages.success(request, _("The evaluation is saved. Nobody else reads it before you share it."))
    return redirect("partnerships:evaluation", saved.partnership_id, saved.pk)


@require_POST
def arrange(request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
    """Add a row without saving: for those who work without JavaScript."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "evaluate")
    party = get_object_or_404(partnership.parties.all(), pk=party_pk)
    refuse_strange(request.user, party)
    key = request.POST.get("evaluation", "")
    blank = Evaluation(partnership=partnership, party=party)
    evaluation = _evaluation(request, partnership, int(key)) if key.isdecimal() and len(key) < 19 else blank
    shown = EvaluationForm(request.POST, instance=evaluation)
    form = EvaluationForm(initial={name: shown[name].data for name in shown.fields}, instance=evaluation)
    form.initial["base"] = request.POST.get("base", "")
    return _show(request, form, ItemFormSet(initial=ItemFormSet(request.POST).typed()), closed=closed)


def _show(request: HttpRequest, form: EvaluationForm, formset: Any, *, closed: bool, overtaken: bool = False) -> HttpResponse:
    """Draw the editor; `overtaken`: somebody else saved meanwhile; `closed`: it left their hands. Nothing typed is lost."""
    evaluation = form.instance
    theirs = None
    base = form["base"].value()
    if overtaken:
        theirs = Evaluation.objects.prefetch_related("items").get(pk=evaluation.pk)
        base = theirs.rev
    partnership, party = evaluation.partnership, evaluation.party
    context = {
        "form": form,
        "formset": formset,
        "evaluation": evaluation,
        "partnership": partnership,
        "party": party,
        "base": base,
        "closed": closed,
        "theirs": theirs,
        "sentences": [in_words(item) for item in theirs.items.all()] if theirs else [],
        "last": _last_change(evaluation) if overtaken else None,
        "arrange_url": reverse("partnerships:evaluation-arrange", args=[partnership.pk, party.pk]),
    }
    wrong = form.is_bound and (form.errors or not formset.is_valid())
    status = 409 if overtaken or (closed and request.method == "POST") else 422 if wrong else 200
    return render(request, "partnerships/evaluations/form.html", context, status=status)


def _last_change(evaluation: Evaluation) -> LogEntry | None:
    return LogEntry.objects.filter(subject=LogSubject.EVALUATION, subject_pk=evaluation.pk).first()


@require_safe
def evaluation(request: HttpRequest, pk: int, evaluation_pk: int) -> HttpResponse:
    """Show one evaluation."""
    assert isinstance(request.user, User)
    partnership, can = partnership_for(request, pk)
    found = _evaluation(request, partnership, evaluation_pk)
    writes = "evaluate" in can and bool(own_parties(request.user, [found.party]))
    context = {
        "partnership": partnership,
        "evaluation": found,
        "writes": writes,
        "read_by_others": writes and actions.read_by_others(found),
    }
    return render(request, "partnerships/evaluations/evaluation.html", context)


@require_POST
def share(request: HttpRequest, pk: int, evaluation_pk: int) -> HttpResponse:
    """Share an evaluation with the other side."""
    return _move(request, pk, evaluation_pk, actions.share, _("The evaluation is shared."))


@require_POST
def withdraw(request: HttpRequest, pk: int, evaluation_pk: int) -> HttpResponse:
    """Take the sharing of an evaluation back."""
    return _move(request, pk, evaluation_pk, actions.withdraw, _("The evaluation is shared no more."))


def _move(request: HttpRequest, pk: int, evaluation_pk: int, action: Any, done: str) -> HttpResponse:
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, "evaluate")
    found = _evaluation(request, partnership, evaluation_pk)
    try:
        action(found, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, done)
    return redirect("partnerships:evaluation", pk, evaluation_pk)


def _evaluation(request: HttpRequest, partnership: Any, pk: int) -> Evaluation:
    """Return an evaluation of the partnership that exists for the person. Raises Http404."""
    assert isinstance(request.user, User)
    found = get_object_or_404(
        readable(request.user).select_related("party__organisation", "written_by__person"), pk=pk, partnership=partnership
    )
    found.partnership = partnership
    return found
