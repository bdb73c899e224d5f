"""The mail to whoever waits for a report: that it is ready, or that it could not be built. It holds nothing of the report."""

import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amif_network.outbox.actions import post

from .kinds import Kind
from .models import Report, ReportState

TOPIC = "report"
WHY = _("You get this mail because you asked for this report.")
NOT_ALLOWED = _("Whoever asked for this report may not do so any more.")
BROKEN_OFF = _("The work on this report broke off several times. Ask for it again; if it fails once more, tell the administrators: the log of the server says why.")  # fmt: skip # noqa: E501


def tell(report: Report, kind: Kind | None, *, at: datetime.datetime) -> None:
    """Write one mail to each who waits and still leads the network, in their language."""
    for user in report.readers.all():
        if not (user.is_active and user.is_coordinating):
            continue
        with translation.override(user.language):
            link = settings.PORTAL_ADDRESS + report.get_absolute_url()
            title = str(kind.title) if kind else report.kind
            about = kind.about(report.parameters, user.language) if kind else ""
        post(
            key=f"report-{report.uuid}-{report.asked_at:%Y%m%d%H%M%S%f}-{user.pk}",
            topic=TOPIC,
            about=f"report:{report.pk}",
            to=user.email,
            user=user,
            lang=user.language,
            template="reports/mails/report",
            context={"title": title, "about": about, "link": link, "ready": report.state == ReportState.DONE},
            why=WHY,
            at=at,
            page=link,
        )
