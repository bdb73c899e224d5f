"""Make the database ready for every other command: tables, the cache's too, and reference data."""

from typing import Any

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    """What a fresh clone needs before `manage.py COMMAND` can work; a second run changes nothing."""

    help = "Create or upgrade the tables and load the reference data (all CPAS and the federal services)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, make the table of the cache, load."""
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference_data", verbosity=0)
