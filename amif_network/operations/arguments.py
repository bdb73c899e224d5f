"""What several commands of upkeep ask, and how they end."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from amif_network.core.away import StorageAway

from .problems import UpkeepRefused
from .sealing import read_passphrase


def add_passphrase(parser: ArgumentParser) -> None:
    """Let a command ask for the file of the passphrase."""
    parser.add_argument("--passphrase-file", type=Path, help="a file whose first line is the passphrase of a sealed backup")


def passphrase_of(options: dict[str, Any]) -> str | None:
    """Return the passphrase that was named, None where none was."""
    path: Path | None = options["passphrase_file"]
    return None if path is None else read_passphrase(path)


@contextmanager
def said_plainly() -> Iterator[None]:
    """End the command with the sentence of what was refused, and status 1."""
    try:
        yield
    except (UpkeepRefused, StorageAway) as error:
        raise CommandError(str(error)) from error
