"""What the worker does: one mail after the other."""

from django.tasks import task
from django.utils import timezone

from . import delivery


@task
def deliver(mail_id: int) -> str:
    """Hand one mail over and return its state; does nothing where another worker has it or it does not wait any more."""
    mail = delivery.deliver(mail_id, at=timezone.now())
    return mail.state if mail else ""
