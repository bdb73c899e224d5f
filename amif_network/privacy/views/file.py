"""The file of all that is held on somebody: after a password or second factor of this very moment, and noted."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessKind, User

from .. import giving
from ..subject import Subject


def given_out(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Answer with the file, and note in the access log who got whose data; the caller has asked whether they may."""
    response: HttpResponse = _given_out(request, subject)
    return response


@reauthentication_required  # type: ignore[untyped-decorator]
def _given_out(request: HttpRequest, subject: Subject) -> HttpResponse:
    assert isinstance(request.user, User)
    account = giving.written(subject, at=timezone.now())
    access_log.note(
        AccessKind.PERSONAL_DATA, by=request.user, about=subject.user, subject=giving.in_the_log(subject), rows=account.rows
    )
    response = HttpResponse(account.content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{account.name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
