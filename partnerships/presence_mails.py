"""The mails about a month of presence: to the host when it must confirm, to the employer when it must act or may know (UX §7).

They carry neither a half-day nor a word of a comment: these stand behind the sign-in.
"""

import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import localised
from amif_network.directory.models import Organisation
from amif_network.outbox.actions import post
from meetings.mails import recipients
from projects.mails.projects import Event

from .models import LogEntry, PresenceStatement
from .models.choices import LogSubject
from .presence_wording import month_name

TOPIC = "presence"
WHY = _("You get this mail because your organisation takes part in this immersion.")
EVENTS = {
    "submit": Event(
        _("Presence to confirm"), _("The employer submitted a month of presence. Confirm it, or return it with a comment.")
    ),
    "return": Event(
        _("Presence returned"),
        _("The host returned a month of presence with a comment. Read it, change what it asks for, and submit again."),
    ),
    "confirm": Event(_("Presence confirmed"), _("The host confirmed a month of presence. Nothing is left to do.")),
    "reopen": Event(
        _("Presence open again"), _("The host opened a month of presence again. Read its comment, and submit the month anew.")
    ),
}


def side(statement: PresenceStatement, action: str) -> Organisation:
    """Return which organisation is told of a step: the host of what is submitted, the employer of the rest."""
    if action == "submit":
        return statement.immersion.partnership.parties.select_related("organisation").get(role="host").organisation
    return statement.immersion.employer.organisation


def readers(statement: PresenceStatement, action: str, *, by: User) -> list[recipients.Recipient]:
    """Return who gets a mail when `by` takes a step; whoever takes it knows."""
    found = recipients.for_organisation(side(statement, action))
    return [one for one in found if one.email.lower() != by.email.lower()]


def tell(statement: PresenceStatement, action: str, *, by: User, site: str, at: datetime.datetime) -> None:
    """Write the mails of a step that was taken. `site` is the portal's address, without a path."""
    partnership, organisation = statement.immersion.partnership, side(statement, action)
    # The log counts the steps of a month, so that the same step taken a second time is another mail.
    taken = LogEntry.objects.filter(subject=LogSubject.PRESENCE, subject_pk=statement.pk, action=action).count()
    for to in readers(statement, action, by=by):
        with translation.override(to.lang):
            month = statement.month
            path = reverse("partnerships:presence", args=[partnership.pk, statement.immersion_id, month.year, month.month])
        post(
            key=f"presence-{statement.pk}-{action}-{taken}-{to.email.lower()}",
            topic=TOPIC,
            about=f"partnership:{partnership.pk}",
            to=to.email,
            user=to.user,
            organisation=organisation,
            lang=to.lang,
            template="partnerships/mails/statement_moved",
            context={
                "headline": EVENTS[action].headline,
                "sentence": EVENTS[action].sentence,
                "code": partnership.code,
                "partnership": localised(partnership, "title", to.lang),
                "month": month_name(month, to.lang),
                "employer": statement.immersion.employer.organisation.localised_name(to.lang),
                "link": site + path,
                "no_account": to.user is None,
            },
            why=WHY,
            at=at,
            page=site + path if to.user else "",
        )
