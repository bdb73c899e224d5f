"""Import tables: upload, preview of what would change, confirm or discard."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import active_language
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import require_form

from ...exchange import importing
from ...exchange.errors import UnreadableTable
from ...exchange.outcome import CHANGED, NEW, REFUSED, seal
from ...exchange.tables import TABLES
from ...exchange.words import in_words, title
from ...forms.exchange import MatchForm, TablesForm
from ...models import Importation

# Rows of one sheet that a page shows; the counts always tell how many there are.
MOST_ROWS = 200
GONE = gettext_lazy("The file was imported or discarded already; nothing was done a second time.")


@require_form
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, and lead to what it would change."""
    assert isinstance(request.user, User)
    if not coordinating(request.user, None):
        raise PermissionDenied
    form = TablesForm(request.POST, request.FILES) if request.method == "POST" else TablesForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect(importing.receive(data=file.read(), filename=file.name, by=request.user, at=timezone.now()))
        except UnreadableTable as error:
            form.add_error("file", str(error))
    context = {"form": form, "waiting": Importation.objects.visible_to(request.user).waiting(), "tables": list(TABLES.values())}
    return render(request, "projects/exchange/upload.html", context, status=422 if form.is_bound else 200)


@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what a file would change, row by row; once it is imported, what it changed."""
    importation = _own(request, uuid)
    return _page(request, importation, MatchForm(importation.outcome["unknown"]))


@require_POST
def match(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note which organisations the unknown names mean, and look again."""
    importation = _own(request, uuid)
    form = MatchForm(importation.outcome["unknown"], request.POST)
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
    assert isinstance(request.user, User)
    importation = _own(request, uuid)
    try:
        importing.confirm(importation, shown=request.POST.get("shown", ""), by=request.user, at=timezone.now())
    except Importation.DoesNotExist:
        messages.info(request, GONE)
        return redirect("projects:import")
    except Overtaken:
        messages.warning(
            request, _("Something changed since you saw this preview; nothing was imported. This is how it looks now.")
        )
        return _looked_again(request, importation, {})
    except importing.Refused:
        messages.error(request, _("Nothing was imported: some rows are refused."))
        return redirect(importation)
    except UnreadableTable as error:
        messages.error(request, str(error))
        return redirect(importation)
    messages.success(request, _("The file is imported."))
    return redirect(importation)


@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget a file that was not confirmed."""
    importing.discard(_own(request, uuid))
    messages.info(request, _("The file was discarded; nothing was imported."))
    return redirect("projects:import")


def _own(request: HttpRequest, uuid: UUID) -> Importation:
    """Return an import of the person. Raises Http404 for any other."""
    assert isinstance(request.user, User)
    return get_object_or_404(Importation.objects.visible_to(request.user), uuid=uuid)


def _looked_again(request: HttpRequest, importation: Importation, choices: dict[str, int]) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        importing.look_again(importation, by=request.user, at=timezone.now(), choices=choices)
    except Importation.DoesNotExist:
        messages.info(request, GONE)
        return redirect("projects:import")
    except UnreadableTable as error:
        messages.error(request, str(error))
    return redirect(importation)


def _page(request: HttpRequest, importation: Importation, form: MatchForm, status: int = 200) -> HttpResponse:
    lang, outcome = active_language(), importation.outcome
    telling = [sheet for sheet in outcome["sheets"] if sheet["rows"] or sheet["unknown"]]
    context = {
        "importation": importation,
        "form": form,
        "counts": outcome["counts"],
        "sheets": [_sheet(sheet, lang) for sheet in telling],
        "unchanged": [TABLES[sheet["table"]].title for sheet in outcome["sheets"] if sheet not in telling],
        "seal": seal(outcome),
        "can_confirm": importation.confirmed_at is None and importing.changes_something(outcome),
        "other_language": importation.language != lang,
        "kinds": {"new": NEW, "changed": CHANGED, "refused": REFUSED},
    }
    return render(request, "projects/exchange/preview.html", context, status=status)


def _sheet(sheet: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return a sheet as the page shows it: refused rows first."""
    columns = TABLES[sheet["table"]].fields
    rows = sorted(sheet["rows"], key=lambda row: row["kind"] != REFUSED)

    def changes(row: dict[str, Any]) -> list[tuple[Any, str, str]]:
        return [
            (title(columns[name]), in_words(columns[name], before, lang), in_words(columns[name], after, lang))
            for name, before, after in row["changes"]
        ]

    return {
        "name": sheet["table"],
        "title": TABLES[sheet["table"]].title,
        "counts": sheet["counts"],
        "unknown": sheet["unknown"],
        "rows": [{**row, "key": " · ".join(row["key"]), "changes": changes(row)} for row in rows[:MOST_ROWS]],
        "hidden": max(len(rows) - MOST_ROWS, 0),
    }
