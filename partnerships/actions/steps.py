"""Lock a partnership or one of its rows, take a step with it, and write the log."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from amif_network.accounts.models import User
from amif_network.core.workflow import Workflow, WrongState, advance

from ..models import LogEntry, Partnership, Party
from ..models.choices import LogSubject
from ..workflow import PARTNERSHIP


def locked_partnership(partnership: Partnership, *, by: User) -> Partnership:
    """Return the partnership as it stands, locked. Raises DoesNotExist where it does not exist for `by`."""
    return Partnership.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)


def locked_row(model: Any, row: models.Model, *, by: User) -> Any:
    """Return a row of a partnership as it stands, locked. Raises DoesNotExist where it does not exist for `by`.

    Lock the partnership first (`locked_partnership`): everybody locks in the same order.
    """
    return model.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def require(workflow: Workflow, action: str, row: Any, *, by: User) -> None:
    """Raise WrongState or PermissionDenied where `by` may not take a step with a row now: before its figures are looked at."""
    step = workflow[action]
    if row.state not in step.sources:
        raise WrongState
    if not step.who(by, row):
        raise PermissionDenied


def partnership_step(
    partnership: Partnership, action: str, *, by: User, at: datetime.datetime, comment: str = "", saving: tuple[str, ...] = ()
) -> Partnership:
    """Take a step with a partnership that is locked, and log it; `saving` as in `core.workflow.advance`, which raises."""
    before, after = advance(PARTNERSHIP, action, partnership, by=by, comment=comment, saving=saving)
    log(partnership, LogSubject.PARTNERSHIP, action, before, after, by=by, at=at, comment=comment)
    return partnership


def row_step(
    workflow: Workflow, action: str, row: Any, *, partnership: Partnership, subject: str, by: User, at: datetime.datetime,
    party: Party | None = None, comment: str = "", saving: tuple[str, ...] = (), words: Mapping[str, str] | None = None,
) -> Any:  # fmt: skip
    """Take a step with a locked row of a partnership, and log it. Raises as `core.workflow.advance`."""
    before, after = advance(workflow, action, row, by=by, comment=comment, saving=saving)
    log(partnership, subject, action, before, after, by=by, at=at, comment=comment, party=party, words=words, about=row)
    return row


def log(
    partnership: Partnership, subject: str, action: str, before: str = "", after: str = "", *, by: User, at: datetime.datetime,
    comment: str = "", words: Mapping[str, str] | None = None, party: Party | None = None, about: models.Model | None = None,
) -> LogEntry:  # fmt: skip
    """Write one row of the log of a partnership; `words` by language say what changed (`projects.actions.steps.in_both`)."""
    return LogEntry.objects.create(
        partnership=partnership, party=party, subject=subject, subject_pk=about.pk if about else None, action=action,
        from_state=before, to_state=after, by=by, at=at, comment=comment,
        **{f"words_{lang}": said for lang, said in (words or {}).items()},
    )  # fmt: skip
