"""Seal the secrets of the second step under the SECRET_KEY of today, after it was changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from amif_network.accounts.sealing import reseal


class Command(BaseCommand):
    """`seal_second_factors`: afterwards the former keys may leave SECRET_KEY_FALLBACKS. May be run as often as one likes.

    Ends with 0, or with 1 and one sentence where some secrets open under no known key.
    """

    help = "Encrypt the secrets of authenticator apps and recovery codes anew, under the first SECRET_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many there are."""
        renewed, broken = reseal()
        self.stdout.write(f"{renewed} sealed under the key of today")
        if broken:
            raise CommandError(
                f"{broken} open under none of the keys: name the former SECRET_KEY in SECRET_KEY_FALLBACKS, "
                "or take these second steps away."
            )
