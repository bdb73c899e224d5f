"""What the editors of agenda and attendance do alike: show rows, save them, arrange them, take in pasted ones.

Saving compares the fingerprint of what was shown with what stands now. Who comes second gets the page
back with everything they typed, beside the rows as they stand, and decides knowingly.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.fingerprint import Overtaken
from amif_network.core.formats import WORDINGS
from amif_network.core.forms import send
from amif_network.core.workflow import WrongState

from ..forms.rows import RowsFormSet, arranged, numbered
from ..models import Meeting, MeetingLogEntry
from ..models.agenda import AgendaItemQuerySet
from ..models.attendance import AttendanceQuerySet
from .scope import meeting_to_save

PREFIX = "form"


@dataclass(frozen=True, slots=True)
class Editor:
    """What tells one editor from the other. `rows` gives initial values, `standing` the saved rows."""

    name: str
    template: str
    formset: type[RowsFormSet]
    rows: Callable[[Meeting], list[dict[str, Any]]]
    standing: Callable[[Meeting], AgendaItemQuerySet | AttendanceQuerySet]
    save: Callable[..., Meeting]
    saved: Promise


@dataclass(frozen=True, slots=True)
class Pasted:
    """What came of a pasted text: how many rows were recognised, and the lines that were not understood.

    `joined`: the lines that were taken for the rest of the row before them.
    """

    recognised: int
    changed: int = 0
    joined: Sequence[str] = field(default_factory=tuple)
    rest: Sequence[str] = field(default_factory=tuple)


def edit_rows(request: HttpRequest, pk: int, editor: Editor) -> HttpResponse:
    """Show the editor, or save what was sent."""
    assert isinstance(request.user, User)
    meeting, closed = meeting_to_save(request, pk)
    if request.method != "POST":
        return show(request, meeting, editor, fresh(editor, meeting, editor.rows(meeting)))
    formset = editor.formset(request.POST, meeting=meeting)
    base = request.POST.get("base", "")
    if not formset.is_valid():
        return show(request, meeting, editor, formset, base=base, closed=closed)
    rows = [form.as_row() for form in formset.kept()]
    try:
        editor.save(meeting, rows=rows, base=base, by=request.user, at=timezone.now())
    except Overtaken:
        return show(request, meeting, editor, formset, overtaken=True)
    except WrongState:
        return show(request, meeting, editor, formset, base=base, closed=True)
    messages.success(request, str(editor.saved))
    return redirect(meeting)


def arrange_rows(request: HttpRequest, pk: int, editor: Editor) -> HttpResponse:
    """Add a row or move one, without saving: for those who work without JavaScript."""
    meeting, closed = meeting_to_save(request, pk)
    typed = editor.formset(request.POST, meeting=meeting).typed()
    formset = fresh(editor, meeting, arranged(typed, request.POST.dict()))
    return show(request, meeting, editor, formset, base=request.POST.get("base", ""), closed=closed)


def fresh(editor: Editor, meeting: Meeting, rows: Iterable[dict[str, Any]]) -> RowsFormSet:
    """Return a set that shows `rows` and an empty one, without judging them."""
    return editor.formset(initial=numbered(rows), meeting=meeting)


def judged(editor: Editor, meeting: Meeting, rows: Iterable[dict[str, Any]]) -> RowsFormSet:
    """Return a set that shows `rows` with what is wrong or uncertain about them, as if they had been sent."""
    listed = numbered(rows)
    data = QueryDict(mutable=True)
    data.update({f"{PREFIX}-TOTAL_FORMS": str(len(listed)), f"{PREFIX}-INITIAL_FORMS": "0"})
    fields = editor.formset.form.base_fields
    for index, row in enumerate(listed):
        for name, value in row.items():
            send(data, f"{PREFIX}-{index}-{name}", fields[name].prepare_value(value))
    formset = editor.formset(data, meeting=meeting)
    formset.is_valid()
    return formset


def show(
    request: HttpRequest,
    meeting: Meeting,
    editor: Editor,
    formset: RowsFormSet,
    *,
    base: str | None = None,
    overtaken: bool = False,
    closed: bool = False,
    pasted: Pasted | None = None,
) -> HttpResponse:
    """Draw the editor. `base`: the fingerprint of what the person was shown first (None: of what stands now).

    `overtaken`: somebody else saved meanwhile; `closed`: the meeting was closed meanwhile. Neither loses what was typed.
    """
    standing = editor.standing(meeting)
    wording = WORDINGS[active_language()]
    context = {
        "meeting": meeting,
        "formset": formset,
        "base": standing.fingerprint() if base is None else base,
        "pasted": pasted,
        "closed": closed,
        "theirs": list(standing.for_list()) if overtaken else None,
        "last": _last_change(meeting, editor) if overtaken else None,
        "hours": wording.hours,
        "minutes": wording.minutes,
    }
    return render(request, editor.template, context, status=409 if overtaken or closed else 200)


def _last_change(meeting: Meeting, editor: Editor) -> MeetingLogEntry | None:
    """Return who saved these rows last, and when."""
    return meeting.log.filter(action=editor.name).select_related("by__person").first()
