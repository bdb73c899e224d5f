"""Write the minutes of a meeting to a PDF file: the stored edition once published, a draft before that."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from meetings import documents
from meetings.models import Edition, Minutes
from meetings.models.choices import UNAPPROVED


class Command(BaseCommand):
    """`export_minutes MEETING_ID --lang fr|nl|both [--audience internal|public] --output FILE.pdf`.

    Ends with 0, or with 1 and one sentence.
    """

    help = "Write the minutes of a meeting to a PDF file, in French, in Dutch or bilingual."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the meeting, the language and the file."""
        parser.add_argument("meeting_id", type=int, help="number of the meeting, as in its address")
        parser.add_argument("--lang", required=True, choices=Edition.Language.values, help="fr, nl or both")
        parser.add_argument(
            "--audience", default=Edition.Audience.INTERNAL, choices=Edition.Audience.values, help="internal (default) or public"
        )
        parser.add_argument("--output", required=True, type=Path, help="the PDF file to write; an existing one is replaced")

    def handle(self, *args: Any, meeting_id: int, lang: str, audience: str, output: Path, **options: Any) -> None:
        """Write the file and say what it is."""
        minutes = Minutes.objects.filter(meeting=meeting_id).first()
        if minutes is None:
            raise CommandError(f"There is no meeting {meeting_id} with minutes.")
        edition = Edition.objects.filter(minutes=minutes, version=minutes.version, language=lang, audience=audience).first()
        if edition:
            data = bytes(edition.pdf)
        else:
            data = documents.pdf(documents.record(documents.load(minutes.pk), lang, audience=audience))
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        kind = "published edition" if edition else "draft" if minutes.state in UNAPPROVED else "approved, not published"
        self.stdout.write(f"{output}: version {minutes.version_name}, {kind}, {len(data)} bytes")
