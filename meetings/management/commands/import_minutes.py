"""Import minutes from a file, without a browser."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone, translation

from amif_network.accounts.models import Role, User
from amif_network.core import origin
from amif_network.directory.models import Organisation
from meetings.actions import importing
from meetings.importing import ParsedMinutes, UnreadableDocument, as_json

CONSOLE = "console@localhost"


class Command(BaseCommand):
    """Does what the import page does when its preview is confirmed without a correction."""

    help = "Import minutes (.txt, .md, .docx) as a new meeting; the last line printed is `meeting ID`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and what the document may leave open."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show what was recognised and save nothing")
        parser.add_argument("--json", action="store_true", help="print what was recognised as one JSON object and save nothing")
        parser.add_argument("--user", default="", help="e-mail address of the coordinator who imports (default: the console)")
        parser.add_argument(
            "--date", type=date.fromisoformat, default=None, help="date of the meeting, where the document has none"
        )
        parser.add_argument("--title", default="", help="title of the meeting, where the document has none")
        parser.add_argument("--language", choices=["fr", "nl"], default="fr", help="language of messages and of names")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, show, and unless it is a rehearsal save."""
        with translation.override(options["language"]):
            data = self.read(options["file"])
            try:
                _source, parsed = importing.recognise(data, options["file"].name)
            except UnreadableDocument as error:
                raise CommandError(str(error)) from error
            if options["json"]:
                self.stdout.write(json.dumps(as_json(parsed), ensure_ascii=False, indent=2))
                return
            self.show(parsed)
            if not options["dry_run"]:
                self.save(parsed, data, options)

    def read(self, path: Path) -> bytes:
        """Return the bytes of the file. Raises CommandError when it cannot be opened or no CPAS is known yet."""
        if not Organisation.objects.exists():
            raise CommandError(
                "The directory is empty: run `manage.py load_reference_data` first, so that organisations are recognised."
            )
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def show(self, parsed: ParsedMinutes) -> None:
        """Print a summary and the warnings."""
        title = " / ".join(text for text in (parsed.title_fr, parsed.title_nl) if text)
        self.stdout.write(f"{parsed.date or '????-??-??'}  {title or '(no title)'}")
        counts = (len(parsed.attendance), len(parsed.agenda), len(parsed.sections), len(parsed.pending))
        self.stdout.write("{} people, {} agenda items, {} sections, {} pending contributions".format(*counts))
        for warning in parsed.warnings:
            self.stdout.write(f"  line {warning.line or '-'}: {warning.message} [{warning.code}]")

    def save(self, parsed: ParsedMinutes, data: bytes, options: dict[str, Any]) -> None:
        """Confirm what was recognised. Raises CommandError for what only a person can decide."""
        user, now = self.user(options["user"]), timezone.now()
        decisions = importing.Directory(parsed).decisions()
        if options["title"]:
            decisions = replace(decisions, **{f"title_{parsed.language}": options["title"]})
        decisions = replace(decisions, date=options["date"] or decisions.date)
        if decisions.date is None:
            raise CommandError("The document has no date. Give it with --date YYYY-MM-DD.")
        if not decisions.title_fr and not decisions.title_nl:
            raise CommandError("The document has no title. Give it with --title.")
        received = importing.receive(data=data, filename=options["file"].name, by=user, at=now)
        with origin.at_work(origin.MINUTES, by=user.pk):
            meeting = importing.confirm(received, parsed=parsed, decisions=decisions, by=user, at=now)
        self.stdout.write(f"meeting {meeting.pk}")

    def user(self, email: str) -> User:
        """Return who imports: the user named, or the console's own account, with which nobody can sign in."""
        if not email:
            return User.objects.get_or_create(email=CONSOLE, defaults={"role": Role.ADMINISTRATOR, "is_active": False})[0]
        user = User.objects.filter(email__iexact=email).first()
        if user is None or not user.is_coordinating:
            raise CommandError(f"{email} is not a coordinator or administrator of the portal.")
        return user
