"""Print what the environment says to the portal, and where."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from amif_network.core.variables import Variable, written
from amif_network.environment import VARIABLES, Environment, example, openid_variables, table


class Command(BaseCommand):
    """Every variable with its value, secrets hidden; a wrong one has ended the program before."""

    help = "Print every variable of the environment with its value and where it comes from; secrets are hidden."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer what the documentation is made of."""
        parser.add_argument("--table", choices=["portal", "trial"], help="the table of docs/operations.md instead")
        parser.add_argument("--example", action="store_true", help="deploy/portal.env.example instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        if options["table"]:
            self.stdout.write(table(options["table"]))
        elif options["example"]:
            self.stdout.write(example(), ending="")
        else:
            self.stdout.write("\n".join(lines(settings.ENVIRONMENT)))


def lines(environment: Environment) -> list[str]:
    """Return a line for each variable: name, value, and whether it comes from the environment, the file or is the default."""
    found = []
    for one in VARIABLES:
        value = environment.said.get(one.name)
        text = written(environment[one.name]) if value is None else value
        found.append((one.name, one.shown(text) or "(none)", environment.sources.get(one.name, "default")))
    for name in openid_variables(environment.values):
        value = Variable(name, VARIABLES[0].kind, "", secret=name.endswith("_SECRET")).shown(environment.said.get(name, ""))
        found.append((name, value or "(none)", environment.sources.get(name, "default")))
    width = max(len(name) for name, _value, _source in found)
    return [f"{name:<{width}}  {value}  [{source}]" for name, value, source in found]
