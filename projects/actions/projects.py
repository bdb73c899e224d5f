"""Projects: started, changed, and moved along their workflow (DOMAIN §5)."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken, fingerprint
from amif_network.core.workflow import CommentRequired, advance

from .. import checks, figures
from ..mails import projects as project_mails
from ..models import PartnershipSupplement, Project, ProjectFunding
from ..models.choices import Edit, LogSubject
from ..workflow import CALL, PROJECT, writing
from .budget import moved
from .steps import locked_call, locked_project, log, project_step, stood

EDITED = ("lead", "contact", "code", "title_fr", "title_nl", "summary_fr", "summary_nl", "period_start", "period_end")
Grantable = ProjectFunding | PartnershipSupplement
NOT_READY = gettext_lazy("The project cannot be submitted yet: the rules of the call stop it.")


class NotReady(ValidationError):
    """The rules of the call stop a submission; the messages name each one."""


@transaction.atomic
def start(project: Project, *, by: User, at: datetime.datetime) -> Project:
    """Save a new project of a call that takes projects; a member starts it for an organisation of theirs.

    Raises ValidationError when it is not right, WrongState or PermissionDenied where the call or the lead refuses it.
    """
    call = locked_call(project.call, by=by)
    advance(CALL, "prepare", call, by=by)
    _refuse_strange_lead(project, by)
    project.created_by, project.created_at = by, at
    project.full_clean()
    project.save()
    log(call, LogSubject.PROJECT, Edit.RECORD, "", project.state, by=by, at=at, project=project)
    return project


@transaction.atomic
def change(project: Project, *, by: User, at: datetime.datetime) -> Project:
    """Save what was changed of a project in memory; the log keeps what stood there before.

    Raises Overtaken when somebody else changed it since it was read, ValidationError when it is not right any more,
    WrongState or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_project(project, by=by)
    before, after = advance(PROJECT, writing(by, standing), standing, by=by)
    if standing.rev != project.rev:
        raise Overtaken
    changed = [name for name in EDITED if getattr(standing, name) != getattr(project, name)]
    if not changed:
        return project
    if "lead" in changed:
        _refuse_strange_lead(project, by)
        if project.supplements.filter(partner=project.lead).exists():
            raise ValidationError({"lead": _("This organisation is a partner of the project: it cannot lead it too.")})
    project.full_clean()
    project.rev += 1
    project.save(update_fields=[*changed, "rev"])
    words = in_both(lambda: stood(standing, changed))
    log(standing.call, LogSubject.PROJECT, Edit.CHANGE, before, after, by=by, at=at, words=words, project=project)
    return project


@transaction.atomic
def submit(project: Project, *, comment: str = "", by: User, at: datetime.datetime, site: str) -> Project:
    """Note that the lead submits a project; the coordinators get a mail. `site`: "https://…" without a path.

    Raises NotReady where a ceiling or the sum of the sources stops it, else as `core.workflow.advance`.
    """
    standing = locked_project(project, by=by)
    standing.submitted_at = at
    _take(standing, "submit", comment=comment, by=by, at=at, saving=("submitted_at",))
    _refuse_blocked(standing)
    project_mails.tell(standing, "submit", by=by, site=site, at=at)
    return standing


@transaction.atomic
def move(project: Project, action: str, *, comment: str = "", by: User, at: datetime.datetime, site: str) -> Project:
    """Take a step that asks for no more than a comment; whoever waits for it gets a mail, as `mails.projects` says.

    Raises CommentRequired, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_project(project, by=by)
    _take(standing, action, comment=comment, by=by, at=at)
    project_mails.tell(standing, action, by=by, site=site, at=at)
    return standing


@transaction.atomic
def reconsider(project: Project, *, comment: str, by: User, at: datetime.datetime, site: str) -> Project:
    """Take up again a project that was refused or withdrawn; one that never was submitted is by that.

    Raises NotReady as `submit`, else as `move`.
    """
    standing = locked_project(project, by=by)
    never = standing.submitted_at is None
    if never:
        standing.submitted_at = at
    _take(standing, "reconsider", comment=comment, by=by, at=at, saving=("submitted_at",))
    if never:
        _refuse_blocked(standing)
    project_mails.tell(standing, "reconsider", by=by, site=site, at=at)
    return standing


def grantable(project: Project) -> tuple[list[ProjectFunding], list[PartnershipSupplement]]:
    """Return the rows to which an amount is granted: funding but the own contribution, and supplements, by their keys."""
    supplements = project.supplements.select_related("partner").order_by("pk")
    return list(project.fundings.of_others().order_by("year", "source", "source_name")), list(supplements)


def granted_fingerprint(project: Project) -> str:
    """Return the fingerprint of what is asked and granted, as a form that grants showed it."""
    fundings, supplements = grantable(project)
    rows: list[ProjectFunding | PartnershipSupplement] = [*fundings, *supplements]
    return fingerprint([[row.pk, row.asked, row.granted] for row in rows])


@transaction.atomic
def grant(
    project: Project,
    *,
    fundings: Mapping[int, Decimal | None],
    supplements: Mapping[int, Decimal | None],
    base: str,
    comment: str = "",
    by: User,
    at: datetime.datetime,
) -> Project:
    """Note what was granted, row by row (None: not decided); more than was asked needs a reason in `comment`.

    Raises Overtaken when the rows changed since the form showed `base`, CommentRequired, else as `core.workflow.advance`.
    """
    standing = locked_project(project, by=by)
    before, after = advance(PROJECT, "grant", standing, by=by)
    if granted_fingerprint(standing) != base:
        raise Overtaken
    asking, partners = grantable(standing)
    changed = _granted(asking, fundings) + _granted(partners, supplements)
    if not changed:
        return standing
    if not comment.strip() and (_above(asking) or _above(partners)):
        raise CommentRequired(_("More is granted than was asked: say why."))
    ProjectFunding.objects.bulk_update(asking, ["granted"])
    PartnershipSupplement.objects.bulk_update(partners, ["granted"])
    standing.rev += 1
    standing.save(update_fields=["rev"])
    words = in_both(lambda: "\n".join(moved(_named(row), was, row.granted) for row, was in changed))
    log(
        standing.call, LogSubject.BUDGET, "grant", before, after, by=by, at=at, comment=comment.strip(), words=words,
        project=standing,
    )  # fmt: skip
    return standing


def _above(rows: Sequence[ProjectFunding | PartnershipSupplement]) -> bool:
    """Tell whether more was granted to one of the rows than it asked."""
    return any(row.granted is not None and row.granted > row.asked for row in rows)


def _granted(rows: Sequence[Grantable], amounts: Mapping[int, Decimal | None]) -> list[tuple[Grantable, Decimal | None]]:
    """Put the amounts into the rows; return those that changed, each with what it was granted before."""
    changed = [(row, row.granted) for row in rows if amounts.get(row.pk, row.granted) != row.granted]
    for row, _before in changed:
        row.granted = amounts[row.pk]
    return changed


def _named(row: Grantable) -> object:
    return row.partner if isinstance(row, PartnershipSupplement) else row


def _take(project: Project, action: str, *, comment: str, by: User, at: datetime.datetime, saving: tuple[str, ...] = ()) -> None:
    """Take a step with a locked project, and count it, so that a mail about it has a name of its own."""
    project.rev += 1
    project_step(project, action, by=by, at=at, comment=comment, saving=(*saving, "rev"))


def _refuse_blocked(project: Project) -> None:
    """Raise NotReady where a rule of the call stops the submission."""
    stopping = checks.blocked(checks.checks(figures.of_project(project, standing=[]), active_language()))
    if stopping:
        raise NotReady([f"{one.rule} {one.value} / {one.threshold}" for one in stopping])


def _refuse_strange_lead(project: Project, by: User) -> None:
    """Members start projects of organisations they act for. Raises PermissionDenied for any other."""
    if not by.is_coordinating and not by.organisations().filter(pk=project.lead_id).exists():
        raise PermissionDenied
