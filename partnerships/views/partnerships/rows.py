"""Parties, commitments and working time in rows. One editor serves them all.

Saving compares the fingerprint of what was shown with what stands now. Who comes second gets the page back with everything
they typed, beside the rows as they stand, and decides knowingly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import require_form
from amif_network.core.rows import RowsFormSet
from amif_network.core.workflow import WrongState

from ...actions import rows as actions
from ...actions.partnerships import last_change
from ...forms import rows as forms
from ...models import Partnership, Party
from ..scope import partnership_to_write
from .agreements import refuse_strange


@dataclass(frozen=True, slots=True)
class Editor:
    """What tells one editor from the others; `name` is that of its address, `row` the template that draws a row."""

    name: str
    row: str
    table: actions.Table
    formset: type[RowsFormSet]
    initial: Callable[[Any], list[dict[str, Any]]]
    title: Lazy
    lead: Lazy
    add: Lazy
    saved: Lazy


EDITORS = {
    editor.name: editor
    for editor in (
        Editor(
            "parties",
            "partnerships/partnerships/party_row.html",
            actions.PARTIES,
            forms.PartyFormSet,
            forms.party_rows,
            _("Parties"),
            _("One host and at least one partner, each with a contact and a person in charge."),
            _("Add a party"),
            _("The parties are saved."),
        ),
        Editor(
            "commitments",
            "partnerships/partnerships/commitment_row.html",
            actions.COMMITMENTS,
            forms.CommitmentFormSet,
            forms.commitment_rows,
            _("Commitments"),
            _("What this party promises to do, and what became of it."),
            _("Add a commitment"),
            _("The commitments are saved."),
        ),
        Editor(
            "fte",
            "partnerships/partnerships/share_row.html",
            actions.SHARES,
            forms.ShareFormSet,
            forms.share_rows,
            _("Working time"),
            _("Full-time equivalents of this party in the partnership: planned, really spent, or wished for."),
            _("Add working time"),
            _("The working time is saved."),
        ),
        Editor(
            "fte-total",
            "partnerships/partnerships/total_row.html",
            actions.TOTALS,
            forms.TotalFormSet,
            forms.total_rows,
            _("Working time of the team"),
            _("What the team has for all partnerships of the project together."),
            _("Add a total"),
            _("The working time of the team is saved."),
        ),
    )
}  # fmt: skip


@require_form
def edit(request: HttpRequest, pk: int, name: str, party_pk: int | None = None) -> HttpResponse:
    """Show the rows, or save what was sent."""
    assert isinstance(request.user, User)
    editor = EDITORS[name]
    place = _place(request, pk, editor, party_pk)
    if request.method != "POST":
        return _show(request, editor, place, editor.formset(initial=editor.initial(place.rows(editor))))
    formset = editor.formset(request.POST)
    base = request.POST.get("base", "")
    if not formset.is_valid():
        return _show(request, editor, place, formset, base=base)
    try:
        actions.save_rows(
            place.partnership, editor.table, party=place.party, rows=forms.rows_to_save(formset), base=base, by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Overtaken:
        return _show(request, editor, place, formset, overtaken=True)
    except WrongState:
        place.closed = True
        return _show(request, editor, place, formset, base=base)
    except ValidationError as error:
        return _show(request, editor, place, formset, base=base, refusals=error.messages)
    messages.success(request, str(editor.saved))
    return redirect(place.partnership)


@require_POST
def arrange(request: HttpRequest, pk: int, name: str, party_pk: int | None = None) -> HttpResponse:
    """Add a row without saving: for those who work without JavaScript."""
    editor = EDITORS[name]
    place = _place(request, pk, editor, party_pk)
    fresh = editor.formset(initial=editor.formset(request.POST).typed())
    return _show(request, editor, place, fresh, base=request.POST.get("base", ""))


@dataclass(slots=True)
class Place:
    """Whose rows they are; `closed`: the state of the partnership forbids to change them by now."""

    partnership: Partnership
    party: Party | None
    closed: bool

    def rows(self, editor: Editor) -> list[Any]:
        """Return the rows as they stand."""
        return editor.table.of(self.partnership, self.party)

    def url(self, name: str) -> str:
        """Return an address of the editor, or of what adds a row to it."""
        return reverse(f"partnerships:{name}", args=[one.pk for one in (self.partnership, self.party) if one is not None])


def _place(request: HttpRequest, pk: int, editor: Editor, party_pk: int | None) -> Place:
    """Return whose rows are meant. Raises as `partnership_to_write`, PermissionDenied for a party of others."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, editor.table.action)
    if party_pk is None:
        return Place(partnership, None, closed)
    party = get_object_or_404(partnership.parties.select_related("organisation"), pk=party_pk)
    refuse_strange(request.user, party)
    if editor.table is actions.TOTALS and partnership.project_id is None:
        raise Http404
    return Place(partnership, party, closed)


def _show(
    request: HttpRequest,
    editor: Editor,
    place: Place,
    formset: RowsFormSet,
    *,
    base: str | None = None,
    overtaken: bool = False,
    refusals: list[str] | None = None,
) -> HttpResponse:
    """Draw the editor. `base`: the fingerprint of what the person was shown first (None: of what stands now).

    `overtaken`: somebody else saved meanwhile; `refusals`: what the action refused. None of it loses what was typed.
    """
    standing = place.rows(editor)
    wrong = refusals or (formset.is_bound and not formset.is_valid())
    context = {
        "partnership": place.partnership,
        "party": place.party,
        "editor": editor,
        "formset": formset,
        "base": editor.table.fingerprint(standing) if base is None else base,
        "closed": place.closed,
        "refusals": refusals,
        "theirs": [editor.table.said(row) for row in standing] if overtaken else None,
        "last": last_change(place.partnership, editor.table.subject) if overtaken else None,
        "save_url": place.url(editor.name),
        "arrange_url": place.url(f"{editor.name}-arrange"),
    }
    status = 409 if overtaken or (place.closed and formset.is_bound) else 422 if wrong else 200
    return render(request, "partnerships/partnerships/rows.html", context, status=status)
