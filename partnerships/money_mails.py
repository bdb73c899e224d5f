"""The mails about claims and transfers: to the host where it must decide, to the partner where it did (UX §7).

They carry no word of a comment or a reason: these stand on the page of the claim, behind the sign-in.
"""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import localised
from amif_network.core.money import format_euros
from amif_network.directory.models import Organisation
from amif_network.outbox.actions import post
from meetings.mails import recipients

from .models import Claim, Transfer
from .models.choices import Role

TOPIC = "claim"
WHY = _("You get this mail because your organisation is a party of this partnership.")


@dataclass(frozen=True, slots=True)
class Event:
    """What a mail says of a step: in its subject, and in a sentence."""

    headline: Lazy
    sentence: Lazy


FOR_HOST = {
    "submit": Event(
        _("Claim submitted"), _("A partner submitted a claim. Accept it, wholly or in part, or return it with a comment.")
    ),
}
FOR_PARTNER = {
    "return": Event(
        _("Claim returned"), _("The host returned the claim with a comment. Read it, change what it asks for, and submit again.")
    ),
    "accept": Event(_("Claim accepted"), _("The host accepted the claim. It transfers the money as the authority pays.")),
    "reject": Event(_("Claim rejected"), _("The host rejected the claim. The reason stands on its page.")),
    "execute": Event(_("Money transferred"), _("The host transferred money for the claim.")),
    "reverse": Event(_("Transfer reversed"), _("The host reversed a transfer for the claim. The reason stands on its page.")),
}


def readers(claim: Claim, action: str, *, by: User) -> list[recipients.Recipient]:
    """Return who gets a mail when `by` takes a step; nobody where the step tells nobody. Whoever takes it knows."""
    organisation = _told(claim, action)
    found = recipients.for_organisation(organisation) if organisation else []
    return [one for one in found if one.email.lower() != by.email.lower()]


def tell(
    claim: Claim, action: str, *, by: User, site: str, at: datetime.datetime, transfer: Transfer | None = None
) -> int:  # fmt: skip
    """Write the mails of a step that was taken; return how many. `site` is the portal's address, without a path."""
    found = readers(claim, action, by=by)
    for one in found:
        _post(claim, action, one, transfer=transfer, site=site, at=at)
    return len(found)


def _told(claim: Claim, action: str) -> Organisation | None:
    """Return the organisation that a step concerns."""
    if action in FOR_HOST:
        return claim.partnership.parties.select_related("organisation").get(role=Role.HOST).organisation
    return claim.party.organisation if action in FOR_PARTNER else None


def _post(
    claim: Claim, action: str, to: recipients.Recipient, *, transfer: Transfer | None, site: str, at: datetime.datetime
) -> None:
    """Write one mail. The claim counts its steps, so that the same step taken a second time is another mail."""
    event = (FOR_HOST if action in FOR_HOST else FOR_PARTNER)[action]
    with translation.override(to.lang):
        page = site + reverse("partnerships:claim", args=[claim.partnership_id, claim.pk])
        kind = claim.get_kind_display()
    amount = transfer.amount if transfer else claim.claimed if claim.accepted is None else claim.accepted
    about = f"{transfer.pk if transfer else 0}-{claim.rev}"
    post(
        key=f"claim-{claim.pk}-{action}-{about}-{to.email.lower()}",
        topic=TOPIC,
        about=f"partnership:{claim.partnership_id}",
        to=to.email,
        lang=to.lang,
        template="partnerships/money/mails/claim_moved",
        context={
            "headline": event.headline,
            "sentence": event.sentence,
            "kind": kind,
            "reference": claim.reference,
            "amount": format_euros(amount, to.lang),
            "partner": claim.party.organisation.localised_name(to.lang),
            "code": claim.partnership.code,
            "partnership": localised(claim.partnership, "title", to.lang),
            "link": page,
            "no_account": to.user is None,
        },
        why=WHY,
        at=at,
        user=to.user,
        organisation=_told(claim, action),
        page=page if to.user else "",
    )
