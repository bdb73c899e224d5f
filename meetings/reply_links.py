"""The signed links of a convocation: each answers for one person at one meeting, without an account.

The address holds the row of the attendance list, the person on it and the key of the row, signed: when the row is given
to somebody else, or a coordinator withdraws the link (`actions.convening`), it opens nothing any more. It works until
the day of the meeting has passed (`actions.replying`).
"""

import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from .models import Attendance

_SIGNER = Signer(salt="meetings.reply-link", sep=".")


def token(attendance: Attendance) -> str:
    """Return what the address carries: digits, letters, hyphens, a dot and the signature."""
    key = attendance.link_key.hex if attendance.link_key else ""
    return _SIGNER.sign(f"{attendance.pk}-{attendance.person_id}-{key}")


def address(attendance: Attendance, lang: str) -> str:
    """Return the path of the page on which the person answers, in `lang`."""
    with translation.override(lang):
        return reverse("meetings:reply-link", args=[token(attendance)])


def read(token: str) -> Attendance | None:
    """Return the row that `token` stands for; None for one that is forged, withdrawn or was for somebody else."""
    try:
        row, person, key = _SIGNER.unsign(token).split("-")
        wanted = {"pk": int(row), "person": int(person), "link_key": uuid.UUID(hex=key)}
    except (BadSignature, ValueError):
        return None
    found = Attendance.objects.with_address().select_related("meeting", "person__user", "organisation", "replaced_by__user")
    return found.convened().filter(**wanted).first()
