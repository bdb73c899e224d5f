"""Publishing minutes, with all that goes with it, against rendering its six PDFs: what the frozen editions cost anyhow.

Measured in processor time, as the rendering alone is.
"""

import logging
import time
from collections.abc import Iterator

from django.utils import timezone

from bench.pages import add_meetings, write
from bench.portal import coordinator, forgotten
from bench.review import SITE, invite
from bench.rows import Row, compare
from meetings import documents
from meetings.actions import publishing
from meetings.models import Edition, Meeting, Minutes

SECTIONS, ORGANISATIONS, EDITIONS = 12, 12, 6
TIMES = 3
# All but the rendering: reading, checking, freezing, storing and the mails may cost a quarter more.
GOAL = 1.25


def rows() -> Iterator[Row]:
    """Publish the same approved minutes again and again."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    coordinator()
    with forgotten():
        minutes = approved()
        median, reference = compare(
            lambda: publish_and_forget(minutes), lambda: render_all(minutes), times=TIMES, clock=time.process_time
        )
        yield Row("Publication", f"{SECTIONS} sections, {EDITIONS} editions", median, reference, GOAL)


def approved() -> Minutes:
    """Return minutes of a meeting that nothing was published of, approved whatever is open in them."""
    [earlier] = add_meetings(1)
    meeting = Meeting.objects.create(title_fr="Rencontre à publier", title_nl="Te publiceren", date=earlier.date, state="held")
    minutes = Minutes.objects.create(meeting=meeting)
    write(minutes, SECTIONS)
    invite(meeting, ORGANISATIONS)
    return publishing.approve(minutes, by=coordinator(), at=timezone.now(), override="Relu par courriel.")


def publish_and_forget(minutes: Minutes) -> None:
    """Publish, and take it back. Raises RuntimeError when an edition is missing: what does less is fast."""
    with forgotten():
        publishing.publish(minutes, by=coordinator(), at=timezone.now(), site=SITE, reasons={"fr": "Essai", "nl": "Proef"})
        if (found := Edition.objects.filter(minutes=minutes).count()) != EDITIONS:
            raise RuntimeError(f"{found} editions, {EDITIONS} expected.")


def render_all(minutes: Minutes) -> None:
    """Render what publishing freezes, and nothing else."""
    for _audience, _language, printed in documents.all_editions(documents.load(minutes.pk), {}):
        documents.pdf(printed)
