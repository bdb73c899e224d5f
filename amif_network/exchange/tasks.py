"""What the worker does: long imports, one after the other."""

from django.tasks import task
from django.utils import timezone

from . import working


@task
def work(importation_id: int) -> str:
    """Go on with a file and return the state that it reached."""
    return working.work(importation_id, at=timezone.now())
