"""Is this PDF genuine? Whoever holds a file learns whether the portal published it, byte for byte, and which one is in force.

Open to everybody, since the minutes are passed on. With JavaScript the browser computes the fingerprint and the file stays on
the device; without it the file is read as it arrives, counted, and kept nowhere. Who may not read an edition learns
that it is genuine and whether it is in force, and nothing about the meeting.
"""

import hashlib
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from amif_network.accounts.models import User
from amif_network.core.requests import require_form

from ..editions import name_of
from ..forms.genuine import MOST_BYTES, FingerprintForm
from ..models import Edition, Meeting


class Fingerprint(FileUploadHandler):
    """Reads an uploaded file for its sha256 and forgets it; more than MOST_BYTES no edition has."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.hash = hashlib.sha256()
        self.size = self.files = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Count a piece of the file. Raises StopUpload when there are too many."""
        self.size += len(raw_data)
        self.files += start == 0
        if self.size > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        """Keep nothing of the file."""

    @property
    def digest(self) -> str:
        """The sha256 in hexadecimal; "" when no file came, several did, or too much of one."""
        return self.hash.hexdigest() if self.files == 1 and self.size <= MOST_BYTES else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a fingerprint. `edition` and its successor are there for those who may know of them."""

    digest: str
    genuine: bool
    in_force: bool = False
    edition: Edition | None = None
    name: str = ""
    replaced_by: Edition | None = None
    may_open: bool = False


@csrf_exempt
@login_not_required
@require_form
def genuine(request: HttpRequest) -> HttpResponse:
    """Tell whether a file is an edition of this portal. The file is read before anything else looks at the request."""
    if request.method != "POST":
        form = FingerprintForm(request.GET or None)
        digest = form.cleaned_data["sha256"] if form.is_bound and form.is_valid() else ""
        return _page(request, form, digest)
    reading = Fingerprint(request)
    request.upload_handlers = [reading]
    return _uploaded(request, reading)


@csrf_protect
def _uploaded(request: HttpRequest, reading: Fingerprint) -> HttpResponse:
    form = FingerprintForm()
    # Asking for the files is what reads the request, where the check of its origin has not done so.
    assert not request.FILES
    if reading.digest:
        return _page(request, form, reading.digest)
    too_big = reading.size > MOST_BYTES
    problem = _("This file is larger than any edition: it is none.") if too_big else _("Choose a PDF file.")
    return _page(request, form, "", problem=problem)


def _page(request: HttpRequest, form: FingerprintForm, digest: str, *, problem: str = "") -> HttpResponse:
    context = {"form": form, "answer": _answer(request, digest) if digest else None, "problem": problem, "most": MOST_BYTES}
    return render(request, "meetings/genuine.html", context, status=422 if problem or form.errors else 200)


def _answer(request: HttpRequest, digest: str) -> Answer:
    """Look the fingerprint up. What the person may not read is named neither by its meeting nor by its version."""
    found = Edition.objects.filter(sha256=digest).for_list().first()
    if found is None:
        return Answer(digest, genuine=False)
    latest = found.siblings().order_by("-version")[0]
    in_force = latest.version == found.version
    user = request.user
    may_open = isinstance(user, User) and Edition.objects.visible_to(user).filter(pk=found.pk).exists()
    for_everybody = found.audience == Edition.Audience.PUBLIC and found.minutes.meeting.series == Meeting.Series.NETWORK
    if not may_open and not for_everybody:
        return Answer(digest, genuine=True, in_force=in_force)
    successor = None if in_force else latest
    return Answer(digest, True, in_force, edition=found, name=name_of(found), replaced_by=successor, may_open=may_open)
