"""What the mails of a review that nobody asked for say to the coordinators: whose answer is late (UX §5)."""

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date
from amif_network.directory.models import Organisation
from amif_network.outbox.actions import post
from amif_network.outbox.models import OutgoingMail

from ..models import Circulation, ReviewRequest
from . import recipients
from .recipients import Recipient

TOPIC = "reminder"


def stem(request: ReviewRequest) -> str:
    """Return how the keys of the reminders for the present deadline of a request begin."""
    return f"reminder-{request.pk}-{request.deadline:%Y%m%d}-"


def stem_of_hand_over(circulation_id: int, deadline: datetime.date) -> str:
    """Return how the keys of the mails begin that tell the coordinator of a deadline that passed."""
    return f"handover-{circulation_id}-{deadline:%Y%m%d}-"


def was_reminded(request: ReviewRequest, step: str) -> bool:
    """True when the mail `review.reminder` of this step was made for the present deadline."""
    return OutgoingMail.objects.filter(key__startswith=f"{stem(request)}{step}-").exists()


def was_handed_over(circulation: Circulation, deadline: datetime.date) -> bool:
    """True when the coordinator was told that this deadline has passed."""
    return OutgoingMail.objects.filter(key__startswith=stem_of_hand_over(circulation.pk, deadline)).exists()


def handed_over(
    circulation: Circulation, late: Sequence[Organisation], *, deadline: datetime.date, site: str, at: datetime.datetime
) -> list[OutgoingMail]:
    """Tell whoever sent the round which organisations let `deadline` pass; one mail for each deadline of a round."""
    meeting = circulation.minutes.meeting
    return [
        post(
            key=f"{stem_of_hand_over(circulation.pk, deadline)}{reader.email}",
            topic=TOPIC,
            about=f"meeting:{meeting.pk}",
            to=reader.email,
            user=reader.user,
            lang=reader.lang,
            template="meetings/mails/review_late",
            context={
                "meeting": localised(meeting, "title", reader.lang),
                "day": format_date(meeting.date, reader.lang, weekday=True),
                "deadline": format_date(deadline, reader.lang, weekday=True),
                "organisations": [organisation.localised_name(reader.lang) for organisation in late],
                "link": site + _page(meeting.pk, reader.lang),
            },
            why=_("You get this mail because you coordinate the network."),
            at=at,
            page=site + _page(meeting.pk, reader.lang),
        )
        for reader in _leading(circulation)
    ]


def _leading(circulation: Circulation) -> list[Recipient]:
    """Return who sent the round, while they coordinate; else everybody who does."""
    user = circulation.circulated_by
    if user.is_active and user.is_coordinating:
        return [Recipient(user.email, user.language, user, user.person)]
    return recipients.coordinators()


def _page(meeting_id: int, lang: str) -> str:
    with translation.override(lang):
        return reverse("meetings:review-board", args=[meeting_id])
