"""The seats of a committee, and who holds them, in rows; drawn as the other rows of a partnership.

Who comes second gets the page back with everything they typed, beside the rows as they stand, and decides knowingly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState

from ...actions import committees as actions
from ...actions.partnerships import last_change
from ...forms import committees as forms
from ...models import Committee
from ...models.choices import LogSubject
from .scope import committee_to_write


@dataclass(frozen=True, slots=True)
class Editor:
    """What tells both editors apart; `name` is that of the address, `row` the template that draws a row."""

    name: str
    row: str
    table: actions.Rows
    formset: Callable[..., Any]
    initial: Callable[[Any], list[dict[str, Any]]]
    title: Lazy
    lead: Lazy
    add: Lazy
    saved: Lazy


EDITORS = {
    editor.name: editor
    for editor in (
        Editor(
            "seats",
            "partnerships/committees/seat_row.html",
            actions.SEATS,
            forms.SeatFormSet,
            forms.seat_rows,
            _("Seats"),
            _("Who must sit in the committee, on which side, and how many people at least."),
            _("Add a seat"),
            _("The seats are saved."),
        ),
        Editor(
            "holders",
            "partnerships/committees/holder_row.html",
            actions.HOLDERS,
            forms.HolderFormSet,
            forms.holder_rows,
            _("Holders of the seats"),
            _("Who holds which seat, from when to when. Leave the last day empty as long as it is not known."),
            _("Add a person"),
            _("The holders are saved."),
        ),
    )
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, committee_pk: int, name: str) -> HttpResponse:
    """Show the rows, or save what was sent."""
    assert isinstance(request.user, User)
    editor = EDITORS[name]
    committee, closed = committee_to_write(request, pk, committee_pk)
    if request.method != "POST":
        formset = editor.formset(initial=editor.initial(editor.table.of(committee)), committee=committee)
        return _show(request, editor, committee, formset)
    formset = editor.formset(request.POST, committee=committee)
    base = request.POST.get("base", "")
    if closed or not formset.is_valid():
        return _show(request, editor, committee, formset, base=base, closed=closed)
    try:
        actions.save_rows(
            committee, editor.table, rows=formset.as_rows(), base=base, by=request.user, at=timezone.now()
        )  # fmt: skip
    except Overtaken:
        return _show(request, editor, committee, formset, overtaken=True)
    except WrongState:
        return _show(request, editor, committee, formset, base=base, closed=True)
    except ValidationError as error:
        return _show(request, editor, committee, formset, base=base, refusals=error.messages)
    messages.success(request, str(editor.saved))
    return redirect("partnerships:committee", pk, committee_pk)


@require_POST
def arrange(request: HttpRequest, pk: int, committee_pk: int, name: str) -> HttpResponse:
    """Add a row without saving: for those who work without JavaScript."""
    editor = EDITORS[name]
    committee, closed = committee_to_write(request, pk, committee_pk)
    fresh = editor.formset(initial=editor.formset(request.POST, committee=committee).typed(), committee=committee)
    return _show(request, editor, committee, fresh, base=request.POST.get("base", ""), closed=closed)


def _show(
    request: HttpRequest,
    editor: Editor,
    committee: Committee,
    formset: Any,
    *,
    base: str | None = None,
    overtaken: bool = False,
    closed: bool = False,
    refusals: list[str] | None = None,
) -> HttpResponse:
    """Draw the editor. `base`: the fingerprint of what the person was shown first (None: of what stands now)."""
    standing = editor.table.of(committee)
    key = [committee.partnership_id, committee.pk]
    wrong = refusals or (formset.is_bound and not formset.is_valid())
    context = {
        "partnership": committee.partnership,
        "party": None,
        "editor": editor,
        "formset": formset,
        "base": editor.table.fingerprint(standing) if base is None else base,
        "closed": closed,
        "refusals": refusals,
        "theirs": [editor.table.said(row) for row in standing] if overtaken else None,
        "last": last_change(committee.partnership, LogSubject.COMMITTEE) if overtaken else None,
        "save_url": reverse(f"partnerships:{editor.name}", args=key),
        "arrange_url": reverse(f"partnerships:{editor.name}-arrange", args=key),
    }
    status = 409 if overtaken or closed else 422 if wrong else 200
    return render(request, "partnerships/partnerships/rows.html", context, status=status)
