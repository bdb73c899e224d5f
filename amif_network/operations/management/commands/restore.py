"""Restore a backup into an empty database and an empty storage."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from amif_network.operations.arguments import add_passphrase, passphrase_of, said_plainly
from amif_network.operations.container import read_backup
from amif_network.operations.restoring import restore, unknown_migrations


class Command(BaseCommand):
    """Refuses where anything would be written over."""

    help = "Restore a backup into an empty database and an empty storage, and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the backup and its passphrase."""
        parser.add_argument("backup", type=Path, help="the file that `backup` wrote")
        add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, compare, and say what differs; ends with status 1 where anything does."""
        with said_plainly():
            passphrase = passphrase_of(options)
            if unknown := unknown_migrations(read_backup(options["backup"], passphrase)):
                raise CommandError(
                    f"A newer version of the portal made this backup (it has {unknown[0]}): install that one first."
                )
            differing = restore(options["backup"], passphrase, connection=connection, storage=default_storage)
        if differing:
            raise CommandError("The backup was restored, with differences:\n" + "\n".join(differing))
        self.stdout.write("Restored: every row, edition, file and guard is as it was saved. Now run prepare_database.")
