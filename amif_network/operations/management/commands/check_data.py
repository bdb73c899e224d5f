"""Ask all data whether it is sound."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.core.findings import Check, Finding


class Command(BaseCommand):
    """Reads only; names each record, what is wrong with it, and the remedy."""

    help = "Check the data: invariants, hashes, stored files, references, guards of the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the language, and which checks to run."""
        parser.add_argument("--lang", choices=("en", "fr", "nl"), default="en", help="language of the sentences")
        parser.add_argument("--only", nargs="+", metavar="CHECK", help="run these checks alone")
        parser.add_argument("--list", action="store_true", help="name the checks and run none")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them; ends with status 1 where anything was found."""
        checks = all_checks()
        if options["list"]:
            self.stdout.write("\n".join(checks))
            return
        chosen = options["only"] or list(checks)
        with translation.override(options["lang"]):
            if unknown := [name for name in chosen if name not in checks]:
                raise CommandError(_("There is no check “%(name)s”; --list names them.") % {"name": unknown[0]})
            found = sum(self._run(checks[name]) for name in chosen)
            if found:
                raise CommandError(ngettext("%(count)d thing is wrong.", "%(count)d things are wrong.", found) % {"count": found})
            self.stdout.write(_("The data are sound."))

    def _run(self, check: Check) -> int:
        """Write down what a check finds, at once; return how much it was."""
        found = 0
        for finding in check.find():
            self.stdout.write(_written(check, finding))
            found += 1
        return found


def all_checks() -> dict[str, Check]:
    """Return the checks of all apps by their names, in the order of settings.DATA_CHECKS."""
    return {check.name: check for path in settings.DATA_CHECKS for check in import_string(path)}


def _written(check: Check, finding: Finding) -> str:
    return f"[{check.name}] {finding.record} “{finding.name}”: {finding.problem} {finding.remedy}"
