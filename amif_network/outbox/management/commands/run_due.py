"""Do what is due: mails that wait, reminders, and whatever else time brings."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from amif_network.outbox import due


class Command(BaseCommand):
    """What a timer calls once a minute; missed or doubled runs do no harm."""

    help = "Send the mails and reminders that are due; to be called every minute (docs/operations.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it once, now."""
        if failed := due.run(at=timezone.now()):
            raise CommandError(f"{failed} piece(s) of due work failed; the log above says why.")
