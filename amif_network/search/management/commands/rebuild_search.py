"""Fill the index of search anew."""

from typing import Any

from django.core.management.base import BaseCommand

from amif_network.search.triggers import install, rebuild


class Command(BaseCommand):
    """Make every entry anew from the records; needed only where the triggers were switched off while something was written."""

    help = "Fill the index of search anew from the records."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill it and say how many entries it has."""
        install()
        self.stdout.write(f"{rebuild()} entries")
