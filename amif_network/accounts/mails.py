"""The mails about accounts, each in the language of the person who gets it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from amif_network.core import mail
from amif_network.core.formats import format_date

from .models import Invitation, User


def invite(invitation: Invitation, secret: str, *, site: str) -> None:
    """Send the link under which the invited person makes the account, at once: its secret must lie in no outbox.

    Raises OSError when the mail server cannot be reached or refuses the mail. Call it after the commit.
    """
    lang = invitation.language
    with translation.override(lang):
        link = site + reverse("access:accept", args=[secret])
    context = {
        "invitation": invitation,
        "organisation": invitation.organisation.localised_name(lang),
        "until": format_date(invitation.expires_at.date(), lang, weekday=True),
        "link": link,
    }
    mail.send(
        to=invitation.email,
        lang=lang,
        text="accounts/mails/invitation.txt",
        html="accounts/mails/invitation.html",
        context=context,
    )


def tell_of_reset(user: User) -> None:
    """Tell somebody that their second step of signing in was taken away, and where to set up a new one.

    Raises OSError when the mail server cannot be reached or refuses the mail. Call it after the commit.
    """
    lang = user.language
    with translation.override(lang):
        page = settings.PORTAL_ADDRESS + reverse("mfa_index")
    mail.send(to=user.email, lang=lang, text="mfa/mails/reset.txt", html="mfa/mails/reset.html", context={"page": page})
