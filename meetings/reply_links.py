"""The signed links of a convocation: each answers for one person at one meeting, without an account.

The address holds the row of the attendance list and the person on it, signed: when the row is given to somebody else,
the link of the first opens nothing any more. It works until the day of the meeting has passed (`actions.replying`).
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from .models import Attendance

_SIGNER = Signer(salt="meetings.reply-link", sep=".")


def token(attendance: Attendance) -> str:
    """Return what the address carries: digits, a hyphen, a dot and the signature."""
    return _SIGNER.sign(f"{attendance.pk}-{attendance.person_id}")


def address(attendance: Attendance, lang: str) -> str:
    """Return the path of the page on which the person answers, in `lang`."""
    with translation.override(lang):
        return reverse("meetings:reply-link", args=[token(attendance)])


def read(token: str) -> Attendance | None:
    """Return the row that `token` stands for; None for one that is forged or was for somebody else."""
    try:
        row, person = (int(part) for part in _SIGNER.unsign(token).split("-"))
    except (BadSignature, ValueError):
        return None
    found = Attendance.objects.with_address().select_related("meeting", "person__user", "organisation", "replaced_by__user")
    return found.convened().filter(pk=row, person=person).first()
