"""Take a step with an entry: answer, pass on, finish, drop, open again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import WrongState

from ...mails import registers as mails
from ...models import Promise
from .entry import Entry, entry_for, in_both
from .kinds import KINDS, EntryStep, Kind

# The actions that write a mail, and so need the portal's address.
WRITING = ("answer", "tell")


@require_form
def step(request: HttpRequest, pk: int, kind: str, action: str) -> HttpResponse:
    """Say what a step means and ask for its words, or take it; sent twice, it is taken once and nothing typed is lost."""
    assert isinstance(request.user, User)
    of = KINDS[kind]
    words = of.step(action)
    if words is None:
        raise Http404
    found, can = entry_for(request.user, of, pk)
    if action not in can and (request.method != "POST" or not of.workflow[action].who(request.user, found)):
        entry_for(request.user, of, pk, action)
    form = words.form(posted(request), entry=found)
    late = action not in can
    if request.method == "POST" and form.is_valid() and not late:
        try:
            return _take(request, found, words, form)
        except ValidationError as error:
            form.add_error(None, error)
        except WrongState:
            late = True
            found, _can = entry_for(request.user, of, pk)
    if late and form.is_valid() and _is_what_stands(found, of, words, form):
        messages.info(request, _("This was done already; nothing was done a second time."))
        return redirect(found)
    status = 409 if late else 422 if form.errors else 200
    return render(request, "meetings/registers/step.html", _context(of, words, found, form, late=late), status=status)


def _take(request: HttpRequest, entry: Entry, words: EntryStep, form: forms.Form) -> HttpResponse:
    """Take the step and go back to the entry. Raises as its action."""
    site = {"site": site_of(request)} if words.name in WRITING else {}
    words.take(entry, by=request.user, at=timezone.now(), **form.cleaned_data, **site)
    messages.success(request, str(words.done))
    return redirect(entry)


def _is_what_stands(entry: Entry, kind: Kind, words: EntryStep, form: forms.Form) -> bool:
    """True when the entry is where the step leads and holds what was typed: the same form was sent twice."""
    if entry.state != kind.workflow[words.name].target:
        return False
    typed = {name: value for name, value in form.cleaned_data.items() if name != "comment"}
    return all(getattr(entry, name) == value for name, value in typed.items())


def _context(kind: Kind, words: EntryStep, entry: Entry, form: forms.Form, *, late: bool) -> dict[str, Any]:
    readers: list[Any] = []
    if isinstance(entry, Promise) and words.name == "answer":
        readers = mails.asking(entry)
    elif isinstance(entry, Promise) and words.name == "tell":
        readers = mails.owing(entry)
    answers = {"promise": "answer", "signal": "reply"}.get(kind.name, "")
    return {
        "kind": kind,
        "step": words,
        "entry": entry,
        "texts": in_both(entry, "text"),
        "form": form,
        "late": late,
        "standing": in_both(entry, answers) if late else [],
        "mails": words.name in WRITING,
        "readers": [str(one.person or one.user or one.email) for one in readers],
    }
