"""The mails about requests for corrections: that one waits, that it is settled; never a word of what was asked or answered."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Role, User
from amif_network.outbox.actions import post

from .models import CorrectionRequest

TOPIC = "correction"
FOR_ADMINISTRATORS = _("You get this mail because you administer the portal.")
FOR_THE_PERSON = _("You get this mail because you asked for a correction of what the portal holds on you.")


def asked(request: CorrectionRequest, *, at: datetime.datetime) -> None:
    """Tell everybody who administers the portal that a request waits. Call it inside the transaction that keeps it."""
    for user in User.objects.with_access(timezone.localdate(at)).filter(role=Role.ADMINISTRATOR).order_by("pk"):
        page = _page(user, "privacy:correction", request.pk)
        _post(request, user, "correction_asked", page, why=FOR_ADMINISTRATORS, at=at)


def settled(request: CorrectionRequest, *, at: datetime.datetime) -> None:
    """Tell who asked that the answer stands on their page, unless they have no access any more."""
    user = User.objects.with_access(timezone.localdate(at)).filter(pk=request.asked_by_id).first()
    if user is not None:
        _post(request, user, "correction_settled", _page(user, "privacy:mine"), why=FOR_THE_PERSON, at=at)


def _page(user: User, name: str, *args: int) -> str:
    with translation.override(user.language):
        return settings.PORTAL_ADDRESS + reverse(name, args=args)


def _post(request: CorrectionRequest, user: User, mail: str, page: str, *, why: Promise, at: datetime.datetime) -> None:
    post(
        key=f"{mail}-{request.pk}-{user.pk}",
        topic=TOPIC,
        about=f"correction:{request.pk}",
        to=user.email,
        user=user,
        lang=user.language,
        template=f"privacy/mails/{mail}",
        context={"link": page},
        why=why,
        at=at,
        page=page,
    )
