"""Take away the second step of somebody who lost it, where no administrator can sign in to do so."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from amif_network.accounts.actions import reset_second_factor
from amif_network.accounts.mails import tell_of_reset
from amif_network.accounts.models import User


class Command(BaseCommand):
    """`reset_second_factor E-MAIL`: whoever has the command line vouches for the person.

    Ends with 0, or with 1 and one sentence.
    """

    help = "Take away the second step of signing in of the account with this e-mail address; its owner gets a mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email", help="the address with which the person signs in")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Remove it, write the mail, and say how many steps there were."""
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"No account has the address {email}.")
        removed = reset_second_factor(user, by=None, at=timezone.now())
        self.stdout.write(f"{user.email}: {removed} removed; the password alone leads in now")
        try:
            tell_of_reset(user)
        except OSError as error:
            raise CommandError(f"It is done, but the mail to {user.email} could not be sent: {error}.") from error
