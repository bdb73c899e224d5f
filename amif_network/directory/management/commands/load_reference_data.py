"""Load the reference data of the directory."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from amif_network.core import origin
from amif_network.directory import reference


class Command(BaseCommand):
    """All CPAS of Belgium and the federal services; may be run again at any time."""

    help = (
        "Load or refresh all Belgian CPAS and the federal services. Values changed by hand are kept unless --overwrite is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer --overwrite."""
        parser.add_argument("--overwrite", action="store_true", help="also set back values that were changed by hand")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say in one line what changed (not at verbosity 0)."""
        with origin.at_work(origin.REFERENCE_DATA):
            done = reference.load(overwrite=options["overwrite"])
        kept = f", {done.kept} values changed by hand kept" if done.kept else ""
        if options["verbosity"]:
            self.stdout.write(f"Reference data: {len(done.created)} created, {len(done.updated)} updated{kept}.")
