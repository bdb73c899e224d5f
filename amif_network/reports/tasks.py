"""What the worker does: one report after the other, each with all cores."""

from django.tasks import task
from django.utils import timezone

from . import working


@task
def work(report_id: int) -> str:
    """Go on with a report and return the state that it reached."""
    return working.work(report_id, at=timezone.now())
