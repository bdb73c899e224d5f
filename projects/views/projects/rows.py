"""The money of a project in rows: funding, budget, supplements. One editor serves the three.

Saving compares the fingerprint of what was shown with what stands now. Who comes second gets the page back with everything
they typed, beside the rows as they stand, and decides knowingly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import require_form
from amif_network.core.rows import RowsFormSet
from amif_network.core.workflow import WrongState

from ...actions.budget import FUNDINGS, LINES, SUPPLEMENTS, Table, save_rows
from ...forms import rows as forms
from ...models import LogEntry
from ...models.choices import LogSubject
from .scope import project_to_write


@dataclass(frozen=True, slots=True)
class Editor:
    """What tells one editor from the others; `name` is that of its address, `row` the template that draws a row."""

    name: str
    row: str
    table: Table
    formset: type[RowsFormSet]
    initial: Callable[[Any], list[dict[str, Any]]]
    title: Lazy
    lead: Lazy
    add: Lazy
    saved: Lazy

    @property
    def url(self) -> str:
        """The name of its address."""
        return f"projects:{self.name}"

    @property
    def arrange_url(self) -> str:
        """The name of the address that adds a row."""
        return f"projects:{self.name}-arrange"


EDITORS = {
    editor.name: editor
    for editor in (
        Editor(
            "funding",
            "projects/funding_row.html",
            FUNDINGS,
            forms.FundingFormSet,
            forms.funding_rows,
            _("Funding"),
            _(
                "What is asked of each source in each year. Together the sources pay what the budget costs, the own contribution "
                "included."
            ),
            _("Add a source or a year"),
            _("The funding is saved."),
        ),
        Editor(
            "budget",
            "projects/budget_row.html",
            LINES,
            forms.BudgetFormSet,
            forms.budget_rows,
            _("Budget"),
            _(
                "What the project costs, one line per cost and year. Unit costs are computed; so is a flat rate where you leave "
                "its amount empty."
            ),
            _("Add a budget line"),
            _("The budget is saved."),
        ),
        Editor(
            "supplements",
            "projects/supplements_row.html",
            SUPPLEMENTS,
            forms.SupplementFormSet,
            forms.supplement_rows,
            _("Supplements for partnerships"),
            _(
                "Extra money for a partnership with another organisation. It stands beside the budget and the funding of the "
                "project."
            ),
            _("Add a partner"),
            _("The supplements are saved."),
        ),
    )
}  # fmt: skip


@require_form
def edit(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show the rows, or save what was sent."""
    assert isinstance(request.user, User)
    editor = EDITORS[name]
    project, closed = project_to_write(request, pk)
    if request.method != "POST":
        return _show(request, project, editor, _fresh(editor, project, editor.initial(editor.table.of(project))))
    formset = editor.formset(request.POST, project=project)
    base = request.POST.get("base", "")
    if not formset.is_valid():
        return _show(request, project, editor, formset, base=base, closed=closed)
    rows = [form.as_row() for form in formset.kept()]
    try:
        save_rows(project, editor.table, rows=rows, base=base, by=request.user, at=timezone.now())
    except Overtaken:
        return _show(request, project, editor, formset, overtaken=True)
    except WrongState:
        return _show(request, project, editor, formset, base=base, closed=True)
    except ValidationError as error:
        return _show(request, project, editor, formset, base=base, refusals=error.messages)
    messages.success(request, str(editor.saved))
    return redirect(project)


@require_POST
def arrange(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Add a row without saving: for those who work without JavaScript."""
    editor = EDITORS[name]
    project, closed = project_to_write(request, pk)
    typed = editor.formset(request.POST, project=project).typed()
    formset = _fresh(editor, project, typed)
    return _show(request, project, editor, formset, base=request.POST.get("base", ""), closed=closed)


def _fresh(editor: Editor, project: Any, rows: list[dict[str, Any]]) -> RowsFormSet:
    """Return a set that shows `rows` and an empty one, without judging them."""
    return editor.formset(initial=rows, project=project)


def _show(
    request: HttpRequest,
    project: Any,
    editor: Editor,
    formset: RowsFormSet,
    *,
    base: str | None = None,
    overtaken: bool = False,
    closed: bool = False,
    refusals: list[str] | None = None,
) -> HttpResponse:
    """Draw the editor. `base`: the fingerprint of what the person was shown first (None: of what stands now).

    `overtaken`: somebody else saved meanwhile; `closed`: the project left their hands meanwhile; `refusals`: what the action
    refused. None of it loses what was typed.
    """
    standing = editor.table.of(project)
    wrong = refusals or (formset.is_bound and not formset.is_valid())
    context = {
        "project": project,
        "editor": editor,
        "row_template": editor.row,
        "formset": formset,
        "base": editor.table.fingerprint(standing) if base is None else base,
        "closed": closed,
        "refusals": refusals,
        "theirs": [editor.table.said(row) for row in standing] if overtaken else None,
        "last": LogEntry.objects.of_project(project).filter(subject=LogSubject.BUDGET).first() if overtaken else None,
    }
    return render(request, "projects/rows.html", context, status=409 if overtaken or closed else 422 if wrong else 200)
