"""Screen "Import and export": choose tables and export them; upload a file, see what it would change, confirm or discard."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinator
from amif_network.core.bilingual import active_language
from amif_network.core.fingerprint import Overtaken

from . import importing
from .answers import sent
from .errors import UnreadableTable
from .exporting import Everything, export
from .forms import ExportForm, MatchForm, TablesForm
from .models import Importation
from .outcome import CHANGED, NEW, REFUSED, changes_something, seal
from .subjects import tables
from .words import in_words, title
from .working import Refused

# Rows of one sheet that a page shows; the counts always tell how many there are.
MOST_ROWS = 200
GONE = gettext_lazy("The file was imported or discarded already; nothing was done a second time.")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what can be exported, to administrators also where a file comes in."""
    return _overview(request, coordinator(request), TablesForm(), ExportForm())


@require_safe
def export_tables(request: HttpRequest) -> HttpResponseBase:
    """Export the tables that a coordinating user chose, with all rows that exist for them."""
    user = coordinator(request)
    form = ExportForm(request.GET)
    if not form.is_valid():
        return _overview(request, user, TablesForm(), form, status=422)
    return sent(request, export(Everything(user), form.cleaned_data["form"], form.cleaned_data["table"]))


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, and lead to what it would change."""
    user = _administrator(request)
    form = TablesForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect(importing.receive(data=file.read(), filename=file.name, by=user, at=timezone.now()))
        except UnreadableTable as error:
            form.add_error("file", str(error))
    return _overview(request, user, form, ExportForm(), status=422)


@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what a file would change, row by row; before, how far the portal is; once it is imported, what it changed."""
    importation = _own(request, uuid)
    if importation.at_work:
        return _at_work(request, importation)
    if request.htmx:  # type: ignore[attr-defined]
        # The fragment that tells how far it is asked once more: now the page itself is there.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _page(request, importation, MatchForm(importation.outcome.get("unknown", ())))


@require_POST
def match(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note which organisations the unknown names mean, and look again."""
    importation = _own(request, uuid)
    form = MatchForm(importation.outcome.get("unknown", ()), request.POST)
    if not form.is_valid():
        return _page(request, importation, form, status=422)
    return _looked_again(request, importation, form.choices())


@require_POST
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look at the file again: something else changed meanwhile, or the reader changed the language."""
    return _looked_again(request, _own(request, uuid), {})


@require_POST
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Import the file as the preview showed it, or not at all."""
    importation = _own(request, uuid)
    try:
        confirmed = importing.confirm(
            importation, shown=request.POST.get("shown", ""), by=_administrator(request), at=timezone.now()
        )
    except Importation.DoesNotExist:
        messages.info(request, GONE)
        return redirect("exchange:overview")
    except Overtaken:
        messages.warning(
            request, _("Something changed since you saw this preview; nothing was imported. This is how it looks now.")
        )
        return _looked_again(request, importation, {})
    except Refused:
        messages.error(request, _("Nothing was imported: some rows are refused."))
    except UnreadableTable as error:
        messages.error(request, str(error))
    else:
        if not confirmed.at_work:
            messages.success(request, _("The file is imported."))
    return redirect(importation)


@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget a file that was not confirmed."""
    importing.discard(_own(request, uuid))
    messages.info(request, _("The file was discarded; nothing was imported."))
    return redirect("exchange:overview")


def _administrator(request: HttpRequest) -> User:
    user = coordinator(request)
    if not user.is_administrator:
        raise PermissionDenied
    return user


def _own(request: HttpRequest, uuid: UUID) -> Importation:
    """Return an import of the person. Raises Http404 for any other."""
    assert isinstance(request.user, User)
    return get_object_or_404(Importation.objects.visible_to(request.user).select_related("progress"), uuid=uuid)


def _looked_again(request: HttpRequest, importation: Importation, choices: dict[str, int]) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        importing.look_again(importation, by=request.user, at=timezone.now(), choices=choices)
    except Importation.DoesNotExist:
        messages.info(request, GONE)
        return redirect("exchange:overview")
    except UnreadableTable as error:
        messages.error(request, str(error))
    return redirect(importation)


def _overview(request: HttpRequest, user: User, form: TablesForm, export_form: ExportForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "export_form": export_form,
        "waiting": Importation.objects.visible_to(user).waiting(),
        "imported": Importation.objects.visible_to(user).imported()[:10],
        "can_import": user.is_administrator,
    }
    return render(request, "exchange/overview.html", context, status=status)


def _at_work(request: HttpRequest, importation: Importation) -> HttpResponse:
    """Show how far the portal is, as a page or as the fragment of it that asks again by itself."""
    template = "exchange/at_work.html"
    context = {
        "importation": importation,
        "progress": importation.progress,
        "importing": importation.state == Importation.State.IMPORTING,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, f"{template}#progress", context)
    return render(request, template, context)


def _page(request: HttpRequest, importation: Importation, form: MatchForm, status: int = 200) -> HttpResponse:
    lang, outcome = active_language(), importation.outcome
    sheets = outcome.get("sheets", [])
    telling = [sheet for sheet in sheets if sheet["rows"] or sheet["unknown"]]
    context = {
        "importation": importation,
        "form": form,
        "counts": outcome.get("counts"),
        "sheets": [_sheet(sheet, lang) for sheet in telling],
        "unchanged": [tables()[sheet["table"]].title for sheet in sheets if sheet not in telling],
        "seal": seal(outcome) if outcome else "",
        "can_confirm": importation.state == Importation.State.SHOWN and changes_something(outcome),
        "other_language": importation.language != lang,
        "kinds": {"new": NEW, "changed": CHANGED, "refused": REFUSED},
    }
    return render(request, "exchange/preview.html", context, status=status)


def _sheet(sheet: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return a sheet as the page shows it: refused rows first."""
    columns = tables()[sheet["table"]].fields
    counts = sheet["counts"]
    rows = sorted(sheet["rows"], key=lambda row: row["kind"] != REFUSED)[:MOST_ROWS]

    def shown(row: dict[str, Any]) -> dict[str, Any]:
        changes = [
            (title(columns[name]), in_words(columns[name], before, lang), in_words(columns[name], after, lang))
            for name, before, after in row["changes"]
        ]
        key = " · ".join(in_words(columns[name], text, lang) for name, text in row["key"])
        return {**row, "key": key, "changes": changes}

    return {
        "name": sheet["table"],
        "title": tables()[sheet["table"]].title,
        "counts": counts,
        "unknown": sheet["unknown"],
        "rows": [shown(row) for row in rows],
        "hidden": counts[NEW] + counts[CHANGED] + counts[REFUSED] - len(rows),
    }
