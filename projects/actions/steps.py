"""Take a step with a call or a project, and write the log."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import models
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState, advance

from ..models import Call, LogEntry, Project
from ..models.choices import LogSubject
from ..workflow import CALL, PROJECT, call_forbids


def locked_call(call: Call, *, by: User) -> Call:
    """Return the call as it stands, locked. Raises DoesNotExist where it does not exist for `by`."""
    return Call.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=call.pk)


def locked_project(project: Project, *, by: User) -> Project:
    """Return the project as it stands, locked, with its call. Raises DoesNotExist where it does not exist for `by`."""
    visible = Project.objects.visible_to(by).select_related("call")
    return visible.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def call_step(
    call: Call,
    action: str,
    *,
    by: User,
    at: datetime.datetime,
    comment: str = "",
    words: Mapping[str, str] | None = None,
    about: str = "",
) -> Call:
    """Take a step with a call that is locked, and log it with `words` as `log` does. Raises as `core.workflow.advance`.

    `about` is the subject of the row where it is not the call itself, one of LogSubject.
    """
    before, after = advance(CALL, action, call, by=by, comment=comment)
    log(call, about or LogSubject.CALL, action, before, after, by=by, at=at, comment=comment, words=words)
    return call


def project_step(
    project: Project,
    action: str,
    *,
    by: User,
    at: datetime.datetime,
    comment: str = "",
    words: Mapping[str, str] | None = None,
    saving: tuple[str, ...] = (),
) -> Project:
    """Take a step with a project that is locked, and log it as `call_step`; `saving` as in `core.workflow.advance`, which raises.

    Raises WrongState too where the call of the project is over for such a step.
    """
    if call_forbids(action, project):
        raise WrongState(_("The call is over: this step is not possible any more."))
    before, after = advance(PROJECT, action, project, by=by, comment=comment, saving=saving)
    log(project.call, LogSubject.PROJECT, action, before, after, by=by, at=at, comment=comment, words=words, project=project)
    return project


def log(
    call: Call,
    subject: str,
    action: str,
    before: str = "",
    after: str = "",
    *,
    by: User,
    at: datetime.datetime,
    comment: str = "",
    words: Mapping[str, str] | None = None,
    project: Project | None = None,
) -> LogEntry:
    """Write one row of the log of a call, or of one of its projects; `words` by language say what changed (`in_both`)."""
    return LogEntry.objects.create(
        call=call, project=project, subject=subject, action=action, from_state=before, to_state=after, by=by, at=at,
        comment=comment, **{f"words_{lang}": said for lang, said in (words or {}).items()},
    )  # fmt: skip


def stood(standing: models.Model, changed: Sequence[str]) -> str:
    """Write down what stood in the `changed` fields, a line for each."""
    columns = [(name, standing._meta.get_field(name)) for name in changed]
    return "\n".join(f"{getattr(column, 'verbose_name', name)}: {getattr(standing, name) or '–'}" for name, column in columns)
