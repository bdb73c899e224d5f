"""Load the demo network into an empty portal."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core import origin
from amif_network.home.demo.build import DemoBuilder, users_by_role
from amif_network.home.demo.cast import PASSWORD
from meetings.models import Meeting


class Command(BaseCommand):
    """Builds the demo as of a date, today by default, and prints who can sign in."""

    help = "Load a small believable network (invented people) with users of every role; refuses where there are users already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the as-of date and what to do with a portal that is in use."""
        parser.add_argument(
            "--as-of", type=datetime.date.fromisoformat, default=None, help="the day the demo is set on (YYYY-MM-DD)"
        )
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="where the links of the demo's mails lead")
        parser.add_argument("--if-empty", action="store_true", help="do nothing, silently, where there are users already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it, or say why not."""
        demo_users = {email for _role, _name, email in users_by_role()}
        if not User.objects.exists() and not Meeting.objects.exists():
            self.stdout.write("» Loading the demo")
            with origin.at_work(origin.DEMO):
                DemoBuilder(options["as_of"] or timezone.localdate(), options["site"]).build()
        elif not options["if_empty"]:
            raise CommandError("The portal is in use: it has users or meetings. The demo is for an empty one.")
        if User.objects.filter(email__in=demo_users).exists():
            self.introduce()

    def introduce(self) -> None:
        """Print the users of the demo."""
        self.stdout.write(f"\nDemo users (password of all: {PASSWORD})")
        for role, name, email in users_by_role():
            self.stdout.write(f"  {email:32} {name:24} {role}")
