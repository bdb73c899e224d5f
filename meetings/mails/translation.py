"""The mail that asks somebody for a translation, in their language."""

import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date
from amif_network.outbox.actions import post
from amif_network.outbox.models import OutgoingMail

from ..models import TranslationRequest


def asked(request: TranslationRequest, *, site: str, at: datetime.datetime) -> OutgoingMail:
    """Tell the assignee which text is asked of them and by whom; `site` is the portal's address, "https://…" without a path."""
    section, person = request.section, request.assignee
    meeting = section.minutes.meeting
    with translation.override(person.language):
        path = reverse("meetings:section-edit", args=[meeting.pk, section.uuid, request.language])
    return post(
        key=f"translation-{request.pk}-{person.email}",
        topic="translation",
        about=f"meeting:{meeting.pk}",
        to=person.email,
        user=person,
        lang=person.language,
        template="meetings/mails/translation_asked",
        context={
            "by": request.asked_by,
            "language": request.language,
            "meeting": localised(meeting, "title", person.language),
            "day": format_date(meeting.date, person.language, weekday=True),
            "label": section.label,
            "note": request.note,
            "link": site + path,
        },
        why=_("You get this mail because you can write minutes in the portal and somebody asks you for a text."),
        at=at,
        page=site + path,
    )
