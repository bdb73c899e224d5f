"""One organisation in a round, as the board shows it: its answer as word, icon and colour, and what is known of it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amif_network.accounts.models import User
from amif_network.core.workflow import allowed
from amif_network.outbox.models import OutgoingMail

from ...models import Minutes, ReviewRequest
from ...models.choices import ON_BEHALF, UNAPPROVED
from ...workflow import REVIEW
from ..rows import moment

# The mails of a review, as the board names them.
TOPICS = {
    "circulation": gettext_lazy("request"),
    "reminder": gettext_lazy("reminder"),
    "extension": gettext_lazy("more time"),
    "receipt": gettext_lazy("receipt"),
    "outcome": gettext_lazy("outcomes"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What an organisation answered, derived (DOMAIN §4): `kind` filters, `word`, `tone` and `icon` are shown."""

    kind: str
    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation on the board; `can`: what may be done with its request now."""

    request: ReviewRequest
    cell: Cell
    can: set[str]
    late: bool
    mail: OutgoingMail | None

    @property
    def mailed(self) -> str:
        """What was mailed last and when; "" where nothing was."""
        if self.mail is None:
            return ""
        return f"{TOPICS[self.mail.topic]}, {moment(self.mail.created_at)}"

    @property
    def undelivered(self) -> bool:
        """True when that mail could not be sent."""
        return self.mail is not None and self.mail.state == OutgoingMail.State.FAILED

    @property
    def opened(self) -> str:
        """When the organisation opened its page last."""
        return moment(self.request.opened_at) if self.request.opened_at else ""

    @property
    def answered(self) -> str:
        """Who answered when and on which way, and who wrote it down where the organisation did not do so itself."""
        request = self.request
        if request.state == ReviewRequest.State.SILENT:
            return _("recorded by %(who)s") % {"who": request.recorded_by}
        if request.answered_at is None:
            return ""
        parts = [str(request.answered_name or request.answered_by), request.get_channel_display(), moment(request.answered_at)]
        if request.channel in ON_BEHALF:
            parts.append(_("recorded by %(who)s") % {"who": request.recorded_by})
        return ", ".join(parts)


def cell_of(request: ReviewRequest, today: datetime.date, *, over: bool) -> Cell:
    """Derive the cell of a request loaded by `for_board`; `over`: nothing is awaited from its round any more."""
    if request.sent_count:
        said = ngettext("%(count)d remark", "%(count)d remarks", request.sent_count) % {"count": request.sent_count}
        if request.open_count:
            return Cell("remarks", said, "warning", "pencil")
        return Cell("remarks", said, "success", "check-circle")
    if request.state == ReviewRequest.State.ANSWERED:
        return Cell("none", _("no remarks"), "success", "check")
    if over or request.state == ReviewRequest.State.SILENT:
        return Cell("silent", str(ReviewRequest.State.SILENT.label), "neutral", "minus")
    if request.is_late(today):
        return Cell("late", _("late"), "danger", "clock")
    return Cell("awaited", request.get_state_display(), "info", "clock")


def lines(requests: Iterable[ReviewRequest], user: User, minutes: Minutes) -> list[Line]:
    """Return the lines of requests loaded by `for_board`, with the last mail to each organisation; one query."""
    found = list(requests)
    today = timezone.localdate()
    mails = OutgoingMail.objects.about(f"meeting:{minutes.meeting_id}").filter(
        topic__in=TOPICS, organisation__in=[one.organisation_id for one in found]
    )
    by_organisation = mails.order_by("organisation_id", "-created_at", "-pk").distinct("organisation_id")
    latest = {mail.organisation_id: mail for mail in by_organisation}
    return [
        Line(
            one,
            cell_of(one, today, over=over),
            allowed(REVIEW, user, one),
            one.is_late(today) and not over,
            latest.get(one.organisation_id),
        )
        for one in found
        for over in [_is_over(one, minutes)]
    ]


def _is_over(request: ReviewRequest, minutes: Minutes) -> bool:
    """True once the text that was sent round is approved: who has not answered by then is not waited for."""
    return minutes.state not in UNAPPROVED or minutes.version != request.circulation.version
