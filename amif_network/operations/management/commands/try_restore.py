"""Try whether the newest backup can be restored."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from amif_network.operations.arguments import add_passphrase, passphrase_of, said_plainly
from amif_network.operations.backing_up import backups_in
from amif_network.operations.problems import UpkeepRefused
from amif_network.operations.restoring import try_restore


class Command(BaseCommand):
    """Meant for a weekly timer: the portal goes on meanwhile."""

    help = "Restore a backup into a throw-away database, compare, and drop it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the backup, or the folder of which the newest is tried."""
        parser.add_argument("backup", type=Path, help="a backup, or the folder of the backups: then its newest one")
        parser.add_argument("--database", metavar="NAME", help="name of the database that is made and dropped")
        add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Try it; ends with status 1 and a sentence for everything that differs."""
        name = options["database"] or f"{connection.settings_dict['NAME']}_restored"
        with said_plainly():
            path = _newest(options["backup"])
            differing = try_restore(path, passphrase_of(options), name=name, connection=connection)
        if differing:
            raise CommandError(f"{path} was restored, with differences:\n" + "\n".join(differing))
        self.stdout.write(f"{path} can be restored: every row, edition, file and guard is as it was saved.")


def _newest(given: Path) -> Path:
    if not given.is_dir():
        return given
    found = backups_in(given)
    if not found:
        raise UpkeepRefused(f"There is no backup in {given}.")
    return found[-1]
