"""Whom a date of a call concerns, and what a member has not read yet."""

import datetime
from collections import defaultdict

from django.db.models import Q

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation, OrganisationQuerySet

from .models import Call, CallDate, CallDateNotice, ExpressionOfInterest, PartnershipSupplement, Project
from .models.choices import ANSWERING, ASKING, InterestAnswer


def concerned(call: Call, *, on: datetime.date) -> OrganisationQuerySet:
    """Return the organisations that are told when a date of `call` moves on the day `on`.

    These are who answered anything but a plain no; who leads a project of the call that was not refused or withdrawn, or is a
    partner in one that was submitted (before, nothing tells a partner that it is named); and the CPAS of the network that have
    not answered, because their answer may depend on the date. Who said no is left in peace, unless a project says otherwise.
    """
    answers = ExpressionOfInterest.objects.in_force().filter(call=call)
    willing = answers.exclude(answer=InterestAnswer.NOT_INTERESTED)
    projects = Project.objects.filter(call=call, state__in=ASKING)
    named = PartnershipSupplement.objects.filter(project__in=projects.exclude(submitted_at=None))
    silent = Organisation.objects.in_network_on(on).filter(kind__in=ANSWERING).exclude(pk__in=answers.values("organisation"))
    return Organisation.objects.filter(
        Q(pk__in=willing.values("organisation"))
        | Q(pk__in=projects.values("lead"))
        | Q(pk__in=named.values("partner"))
        | Q(pk__in=silent.values("pk"))
    ).order_by("pk")


def unread(user: User) -> dict[int, list[CallDate]]:
    """Return by call the dates that organisations of a member were told of and nobody of them opened yet; one query.

    Of a date that moved several times meanwhile the last version. Others are told nothing, so that they have nothing to read.
    """
    found: dict[int, list[CallDate]] = defaultdict(list)
    if user.role != "member":
        return found
    notices = CallDateNotice.objects.visible_to(user).unread().filter(date__call__in=Call.objects.visible_to(user))
    dates = CallDate.objects.filter(pk__in=notices.values("date")).select_related("call", "replaces")
    seen = set()
    for date in dates.order_by("-published_at", "-version", "pk"):
        if date.series not in seen:
            found[date.call_id].append(date)
        seen.add(date.series)
    return found
