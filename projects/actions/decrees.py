"""Ministerial decrees: what the minister grants to the projects of a call, one line per project and organisation."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken, fingerprint
from amif_network.core.money import format_euros
from amif_network.core.workflow import advance

from ..mails import projects as project_mails
from ..models import Call, DecreeLine, MinisterialDecree, PartnershipSupplement, Project
from ..models.choices import DECREED, Edit, LogSubject, ProjectState
from ..workflow import CALL
from .steps import locked_call, log, project_step

# Project and organisation of a line, by their keys.
LineKey = tuple[int, int]
# Projects to which a decree may give something: those it moves, and those that have a decree already.
OPEN_TO_DECREES = (ProjectState.SELECTED, *DECREED)


@transaction.atomic
def record(
    decree: MinisterialDecree, *, amounts: Mapping[LineKey, Decimal], by: User, at: datetime.datetime, site: str
) -> MinisterialDecree:
    """Save a decree with its lines; the selected projects among them are decreed by that, and their leads get a mail.

    Raises ValidationError when a line concerns no selected or decreed project of the call, or an organisation that neither
    leads it nor is its partner, or when there is no line; WrongState or PermissionDenied as `core.workflow.advance`.
    """
    call = locked_call(decree.call, by=by)
    before, after = advance(CALL, "decree", call, by=by)
    if not amounts:
        raise ValidationError(_("A decree gives something to one project at least."))
    decree.full_clean()
    decree.save()
    _write(decree, amounts, existing={}, by=by, at=at, site=site)
    log(call, LogSubject.DECREE, Edit.RECORD, before, after, by=by, at=at, words=in_both(lambda: _said(decree)))
    return decree


@transaction.atomic
def correct(
    decree: MinisterialDecree,
    *,
    amounts: Mapping[LineKey, Decimal],
    base: str,
    by: User,
    at: datetime.datetime,
    site: str,
) -> MinisterialDecree:
    """Save reference, days and amounts of a decree as changed in memory, and lines that were forgotten. No line is deleted.

    Raises Overtaken when somebody else changed it since the form showed `base`, else as `record`.
    """
    call = locked_call(decree.call, by=by)
    before, after = advance(CALL, "decree", call, by=by)
    standing = MinisterialDecree.objects.get(pk=decree.pk, call=call)
    if shown(standing) != base:
        raise Overtaken
    stood = in_both(lambda: _said(standing))
    lines = {(line.project_id, line.organisation_id): line for line in standing.lines.all()}
    decree.full_clean()
    decree.save(update_fields=["reference", "signed_on", "published_on"])
    _write(decree, amounts, existing=lines, by=by, at=at, site=site)
    if shown(decree) != base:
        words = {lang: f"{stood[lang]}\n→\n{now}" for lang, now in in_both(lambda: _said(decree)).items()}
        log(call, LogSubject.DECREE, Edit.CHANGE, before, after, by=by, at=at, words=words)
    return decree


def shown(decree: MinisterialDecree) -> str:
    """Return the fingerprint of a decree with its lines as a form shows it."""
    lines = decree.lines.order_by("pk").values_list("project", "organisation", "amount")
    return fingerprint([decree.reference, decree.signed_on, decree.published_on, *(list(line) for line in lines)])


def payable(call: Call) -> list[tuple[Project, list[int]]]:
    """Return the projects of a call that a decree may give something to, each with the keys of its lead and partners."""
    projects = call.projects.filter(state__in=OPEN_TO_DECREES).select_related("lead").order_by("code")
    partners: dict[int, list[int]] = {}
    for project, partner in PartnershipSupplement.objects.filter(project__in=projects).values_list("project", "partner"):
        partners.setdefault(project, []).append(partner)
    return [(project, [project.lead_id, *partners.get(project.pk, [])]) for project in projects]


def _write(
    decree: MinisterialDecree,
    amounts: Mapping[LineKey, Decimal],
    *,
    existing: Mapping[LineKey, DecreeLine],
    by: User,
    at: datetime.datetime,
    site: str,
) -> None:
    """Change the lines that stand, add the others, and move the projects of new lines. The call is locked."""
    added = {key: amount for key, amount in amounts.items() if key not in existing}
    projects = _locked(decree.call, {project for project, _organisation in added})
    _refuse_strangers(added, projects)
    for key, line in existing.items():
        if key in amounts and line.amount != amounts[key]:
            line.amount = amounts[key]
            line.full_clean()
            line.save(update_fields=["amount"])
    for key, amount in added.items():
        line = DecreeLine(decree=decree, project_id=key[0], organisation_id=key[1], amount=amount)
        line.full_clean()
        line.save()
    for project in projects.values():
        if project.state == ProjectState.SELECTED:
            project.rev += 1
            project_step(project, "decree", by=by, at=at, comment=decree.reference, saving=("rev",))
            project_mails.tell(project, "decree", by=by, site=site, at=at)


def _locked(call: Call, keys: Iterable[int]) -> dict[int, Project]:
    """Return projects of the call, locked in the order of their keys, so that two decrees never wait for each other."""
    found = Project.objects.filter(call=call, pk__in=keys).select_related("call", "lead").order_by("pk")
    return {project.pk: project for project in found.select_for_update(of=("self",), no_key=True)}


def _refuse_strangers(lines: Iterable[LineKey], projects: Mapping[int, Project]) -> None:
    """Raise ValidationError for a line of a project that cannot be decreed, or of an organisation outside the project."""
    partners = set(PartnershipSupplement.objects.filter(project__in=projects).values_list("project", "partner"))
    for key in lines:
        project = projects.get(key[0])
        if project is None:
            raise ValidationError(_("A line concerns a project of another call."))
        if project.state not in OPEN_TO_DECREES:
            raise ValidationError(_("%(code)s is not selected: no decree can give it anything.") % {"code": project.code})
        if key[1] != project.lead_id and key not in partners:
            raise ValidationError(_("%(code)s: a line concerns neither the lead nor a partner.") % {"code": project.code})


def _said(decree: MinisterialDecree) -> str:
    """Write a decree with its lines as the log keeps it."""
    lines = decree.lines.select_related("project", "organisation").order_by("pk")
    said = [f"{line.project.code}, {line.organisation}: {format_euros(line.amount, active_language())}" for line in lines]
    days = ", ".join(str(day) for day in (decree.signed_on, decree.published_on) if day)
    return "\n".join([f"{decree.reference} ({days})", *said])
