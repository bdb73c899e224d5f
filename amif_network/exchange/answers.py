"""Answers to requests for a file of tables, for the pages of every app that offer one."""

from collections.abc import Mapping, Sequence

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessKind, User
from amif_network.core.bilingual import in_both

from .exporting import FORMATS, IN_MEMORY, Export, Exportable, export


def exported(request: HttpRequest, scope: Exportable, form: str, tables: Sequence[str] = ()) -> HttpResponseBase:
    """Answer with the tables named in the address, of those allowed here, and note that they went out.

    Raises Http404 for a form or table that is none.
    """
    wanted = tuple(request.GET.getlist("table")) or tuple(tables)
    if form not in FORMATS or not set(wanted) <= set(tables):
        raise Http404
    return sent(request, export(scope, form, wanted))


def note_export(request: HttpRequest, subject: Mapping[str, str], rows: int | None = None) -> None:
    """Note that a file with what the portal holds went out: the one thing that a GET writes (decision 15)."""
    assert isinstance(request.user, User)
    access_log.note(AccessKind.EXPORT, by=request.user, subject=subject, rows=rows)


def sent(request: HttpRequest, made: Export) -> HttpResponseBase:
    """Answer with a file of tables, and note that it went out."""
    subject = in_both(lambda: f"{made.name} ({', '.join(str(written.table.title) for written in made.tables)})")
    note_export(request, subject, rows=made.rows)
    response: HttpResponseBase
    if made.size <= IN_MEMORY:
        response = HttpResponse(made.data(), content_type=made.content_type)
    else:
        response = FileResponse(made.file, content_type=made.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
