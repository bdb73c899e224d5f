"""Who may come in, as what, by whose word, and what they did that is worth keeping."""

from .access import AccessEntry, AccessKind
from .client import ApiClient, ApiClientQuerySet, ClientState, Scope
from .invitation import Invitation, InvitationQuerySet, InvitationState
from .review import AccessReview, AccessReviewAnswer, ReviewChoice
from .user import COORDINATING, MailRhythm, NewsRefusal, Role, User, UserManager, organisations_leading

__all__ = [
    "COORDINATING",
    "AccessEntry",
    "AccessKind",
    "AccessReview",
    "AccessReviewAnswer",
    "ApiClient",
    "ApiClientQuerySet",
    "ClientState",
    "Invitation",
    "InvitationQuerySet",
    "InvitationState",
    "MailRhythm",
    "NewsRefusal",
    "ReviewChoice",
    "Role",
    "Scope",
    "User",
    "UserManager",
    "organisations_leading",
]
