"""Read a backup to its end without restoring it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from amif_network.operations.arguments import add_passphrase, passphrase_of, said_plainly
from amif_network.operations.container import read_backup


class Command(BaseCommand):
    """Every hash is compared; the database is not touched."""

    help = "Read a backup to its end and say whether it is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the backup and its passphrase."""
        parser.add_argument("backup", type=Path, help="the file that `backup` wrote")
        add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what it holds; ends with status 1 and a sentence where it is broken."""
        with said_plainly():
            manifest = read_backup(options["backup"], passphrase_of(options))
        self.stdout.write(f"{options['backup']} of {manifest['made_at']} is whole: {len(manifest['members'])} members")
