"""What the authority paid to the lead CPAS: recorded, and reversed by a second row where it was wrong. Nothing is deleted."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.money import format_euros
from amif_network.core.workflow import CommentRequired, advance

from ..days import not_ahead
from ..models import AuthorityPayment, Project
from ..models.choices import Edit, LogSubject
from ..workflow import PROJECT
from .steps import locked_project, log


@transaction.atomic
def record(payment: AuthorityPayment, *, by: User, at: datetime.datetime) -> AuthorityPayment:
    """Save a payment of a project that a decree pays.

    Raises ValidationError when it is not right, such as a reference that is used already, WrongState or PermissionDenied
    as `core.workflow.advance`.
    """
    project = locked_project(payment.project, by=by)
    before, after = advance(PROJECT, "pay", project, by=by)
    _refuse_day(payment.received_on, at=at)
    payment.recorded_by, payment.recorded_at = by, at
    payment.full_clean()
    payment.save()
    words = in_both(lambda: _said(payment))
    log(project.call, LogSubject.PAYMENT, Edit.RECORD, before, after, by=by, at=at, words=words, project=project)
    return payment


@transaction.atomic
def reverse(payment: AuthorityPayment, *, reason: str, on: datetime.date, by: User, at: datetime.datetime) -> AuthorityPayment:
    """Take back a payment by its exact negative, once; both rows stay.

    Raises CommentRequired without a reason, ValidationError for a reversal, for what was reversed already, and where another
    app says that the money is in use (setting PAYMENT_REVERSAL_CHECKS), else as `record`.
    """
    project: Project = locked_project(payment.project, by=by)
    before, after = advance(PROJECT, "pay", project, by=by)
    if not reason.strip():
        raise CommentRequired(_("Please give a reason."))
    standing = AuthorityPayment.objects.get(pk=payment.pk, project=project)
    if standing.reverses_id is not None or AuthorityPayment.objects.filter(reverses=standing).exists():
        raise ValidationError(_("This payment was reversed already."))
    _refuse_day(on, at=at)
    if on < standing.received_on:
        raise ValidationError({"received_on": _("A payment cannot be reversed before the day it was received.")})
    for check in settings.PAYMENT_REVERSAL_CHECKS:
        import_string(check)(standing)
    negative = AuthorityPayment(
        project=project, kind=standing.kind, amount=-standing.amount, received_on=on, reference=standing.reference,
        reverses=standing, reason=reason.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    negative.full_clean()
    negative.save()
    log(
        project.call, LogSubject.PAYMENT, Edit.REVERSE, before, after, by=by, at=at, comment=negative.reason,
        words=in_both(lambda: _said(standing)), project=project,
    )  # fmt: skip
    return negative


def _refuse_day(day: datetime.date, *, at: datetime.datetime) -> None:
    """Raise ValidationError for a day that is still to come, seen from `at`."""
    try:
        not_ahead(day, at)
    except ValidationError as error:
        raise ValidationError({"received_on": error.messages}) from error


def _said(payment: AuthorityPayment) -> str:
    """Write a payment as the log names it."""
    return f"{payment}: {format_euros(payment.amount, active_language())}"
