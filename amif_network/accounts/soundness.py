"""Checks of accounts: who could not sign in, and secrets that are none."""

from django.utils.translation import gettext_lazy as _

from amif_network.core.findings import question

from .models import Invitation, User

CHECKS = (
    question(
        "addresses",
        User,
        """SELECT account.id, account.email AS name FROM accounts_user account
        WHERE NOT EXISTS (SELECT FROM account_emailaddress address WHERE address.user_id = account.id
            AND address."primary" AND lower(address.email) = lower(account.email)) ORDER BY account.id""",
        _("The address of the account is not among those with which one signs in."),
        _("Save the account once more under Administration → Accounts, or invite the person anew."),
    ),
    question(
        "invitations",
        Invitation,
        "SELECT id, email AS name FROM accounts_invitation WHERE digest !~ '^[0-9a-f]{64}$' ORDER BY id",
        _("It keeps no fingerprint of a secret: nobody can use its link."),
        _("Withdraw it and send another one."),
    ),
)
