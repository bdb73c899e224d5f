"""Which records have a history.

Texts of minutes are not among them: every version of a text is a row of its own (docs/architecture.md, "A save"), as are mails,
rounds of review, editions and the logs of the workflows. Half-days of presence are shown with their month.
"""

from django.db.models import Model

from amif_network.accounts.models import AccessReview, AccessReviewAnswer, ApiClient, Invitation, User
from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, OrganisationMembership, Person
from meetings import models as meetings
from partnerships import models as partnerships
from projects import models as projects

TRACKED: tuple[type[Model], ...] = (
    Organisation,
    OrganisationAlias,
    OrganisationMembership,
    Person,
    Affiliation,
    User,
    Invitation,
    AccessReview,
    AccessReviewAnswer,
    ApiClient,
    meetings.Meeting,
    meetings.AgendaItem,
    meetings.Attendance,
    meetings.Attachment,
    meetings.PendingContribution,
    meetings.Promise,
    meetings.Signal,
    meetings.Idea,
    projects.Programme,
    projects.Call,
    projects.CallDate,
    projects.Envelope,
    projects.CallTemplate,
    projects.ExpressionOfInterest,
    projects.Project,
    projects.PartnershipSupplement,
    projects.ProjectFunding,
    projects.BudgetLine,
    projects.MinisterialDecree,
    projects.DecreeLine,
    projects.AuthorityPayment,
    partnerships.Partnership,
    partnerships.Party,
    partnerships.Commitment,
    partnerships.Agreement,
    partnerships.CouncilDecision,
    partnerships.Signature,
    partnerships.FteShare,
    partnerships.NoPartnership,
    partnerships.Immersion,
    partnerships.PresenceStatement,
    partnerships.Committee,
    partnerships.Seat,
    partnerships.SeatHolder,
    partnerships.YearBudget,
    partnerships.BudgetHeading,
    partnerships.Claim,
    partnerships.Allocation,
    partnerships.Transfer,
    partnerships.Evaluation,
    partnerships.EvaluationItem,
)
