"""The mails about meetings, each in the language of the person who gets it; none holds a text of the minutes (UX §7)."""

from django.urls import reverse
from django.utils import translation

from amif_network.core import mail
from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date

from .models import TranslationRequest


def translation_asked(request: TranslationRequest, *, site: str) -> None:
    """Tell the assignee which text is asked of them and by whom; `site` is the portal's address, "https://…" without a path.

    Raises OSError as `mail.send`.
    """
    section, person = request.section, request.assignee
    meeting = section.minutes.meeting
    with translation.override(person.language):
        path = reverse("meetings:section-edit", args=[meeting.pk, section.uuid, request.language])
    mail.send(
        to=person.email,
        lang=person.language,
        text="meetings/mails/translation_asked.txt",
        html="meetings/mails/translation_asked.html",
        context={
            "by": request.asked_by,
            "language": request.language,
            "meeting": localised(meeting, "title", person.language),
            "day": format_date(meeting.date, person.language, weekday=True),
            "label": section.label,
            "note": request.note,
            "link": site + path,
        },
    )
