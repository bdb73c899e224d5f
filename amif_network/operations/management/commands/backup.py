"""Write a backup of the database and the stored files."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from amif_network.operations.arguments import add_passphrase, passphrase_of, said_plainly
from amif_network.operations.backing_up import back_up


class Command(BaseCommand):
    """One file of one moment; older ones go once the new one is proven."""

    help = "Write a backup of database and stored files into a folder, and read it back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the folder, the passphrase, and how many backups to keep."""
        parser.add_argument("place", type=Path, help="the folder of the backups")
        add_passphrase(parser)
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards remove all but the last N backups of the folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it; ends with status 1 where a stored file or edition was missing or altered already."""
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep must be 1 or more.")
        with said_plainly():
            made = back_up(
                options["place"],
                connection=connection,
                storage=default_storage,
                at=timezone.now(),
                passphrase=passphrase_of(options),
                keep=options["keep"],
            )
        files = sum(1 for line in made.manifest["members"] if line["name"].startswith("files/"))
        editions = len(made.manifest["editions"])
        rows = sum(table["rows"] for table in made.manifest["tables"].values())
        self.stdout.write(f"{made.path}: {rows} rows, {editions} editions, {files} files, read back and whole")
        for path in made.removed:
            self.stdout.write(f"{path} was removed")
        if made.complaints:
            raise CommandError("The backup stands, but what it was made of is not whole:\n" + "\n".join(made.complaints))
