"""What belongs to what: the page of a record tells also what became of its own rows."""

from collections.abc import Iterator

from django.db.models import Model, Q

from amif_network.accounts.models import AccessReview, AccessReviewAnswer, Invitation
from amif_network.directory.models import Affiliation, OrganisationAlias, OrganisationMembership
from meetings import models as meetings
from partnerships import models as partnerships
from projects import models as projects

from .models import recorded

# By which of its columns a row belongs to another record. A project and a claim have pages of their own: the one is not told
# on the page of its call, the other is on that of its partnership, whose money it is.
BELONGS_TO: dict[type[Model], tuple[str, ...]] = {
    OrganisationAlias: ("organisation",),
    OrganisationMembership: ("parent", "member"),
    Affiliation: ("person", "organisation"),
    Invitation: ("person", "user"),
    AccessReview: ("organisation",),
    AccessReviewAnswer: ("review", "user"),
    meetings.AgendaItem: ("meeting",),
    meetings.Attendance: ("meeting",),
    meetings.Attachment: ("meeting",),
    meetings.PendingContribution: ("minutes__meeting",),
    meetings.Promise: ("meeting",),
    meetings.Signal: ("meeting",),
    meetings.Idea: ("meeting",),
    projects.CallDate: ("call",),
    projects.Envelope: ("call",),
    projects.CallTemplate: ("call",),
    projects.ExpressionOfInterest: ("call",),
    projects.MinisterialDecree: ("call",),
    projects.PartnershipSupplement: ("project",),
    projects.ProjectFunding: ("project",),
    projects.BudgetLine: ("project",),
    projects.DecreeLine: ("decree", "project"),
    projects.AuthorityPayment: ("project",),
    partnerships.Party: ("partnership",),
    partnerships.Commitment: ("partnership",),
    partnerships.Agreement: ("partnership",),
    partnerships.CouncilDecision: ("agreement",),
    partnerships.Signature: ("agreement",),
    partnerships.FteShare: ("partnership",),
    partnerships.NoPartnership: ("call",),
    partnerships.Immersion: ("partnership",),
    partnerships.PresenceStatement: ("immersion",),
    partnerships.Committee: ("partnership",),
    partnerships.Seat: ("committee",),
    partnerships.SeatHolder: ("seat",),
    partnerships.YearBudget: ("partnership",),
    partnerships.BudgetHeading: ("budget",),
    partnerships.Claim: ("partnership",),
    partnerships.Allocation: ("partnership",),
    partnerships.Transfer: ("claim",),
    partnerships.Evaluation: ("partnership",),
    partnerships.EvaluationItem: ("evaluation",),
}


def events_of(root: type[Model], pk: int) -> dict[type[Model], Q]:
    """Return which events tell of a record and of all that belongs or ever belonged to it, by kind of record."""
    found = {root: Q(pgh_obj=pk)}
    to_look_at = [root]
    for parent in to_look_at:
        for child, path in _children(parent):
            if child is root:
                continue
            held = Q(**{path: pk}) if parent is root else Q(**{f"{path}__in": _keys(parent, found[parent])})
            # A row that was moved elsewhere is told on both pages: each of its events, not those of one time alone.
            ever = Q(pgh_obj__in=_keys(child, held))
            if child in found:
                found[child] |= ever
            else:
                found[child] = ever
                to_look_at.append(child)
    return found


def _children(parent: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Return the kinds of rows that belong to a kind of record, each with the path that leads there."""
    for child, paths in BELONGS_TO.items():
        for path in paths:
            related: type[Model] = child
            for name in path.split("__"):
                target = related._meta.get_field(name).related_model
                assert isinstance(target, type)
                related = target
            if related is parent:
                yield child, path


def _keys(model: type[Model], condition: Q) -> object:
    return recorded(model).filter(condition).values("pgh_obj")
