"""Write the whole record in open formats."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from amif_network.operations.archiving import export_archive
from amif_network.operations.arguments import said_plainly


class Command(BaseCommand):
    """Reads only; the bag can be checked with common tools."""

    help = "Write the whole record for the archives: JSON, CSV, PDF/A and files, as a bag (BagIt 1.0)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask where to."""
        parser.add_argument("place", type=Path, help="a new folder, or a new file that ends in .zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; ends with status 1 where a file or an edition is missing or altered."""
        with said_plainly():
            complaints = export_archive(options["place"], storage=default_storage, at=timezone.now())
        if complaints:
            raise CommandError("The archive stands, but not all of it is whole:\n" + "\n".join(complaints))
        self.stdout.write(f"{options['place']} holds the whole record.")
