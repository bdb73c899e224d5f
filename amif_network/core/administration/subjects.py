"""What the administration lists under which subject, and what it leaves out on purpose, and why.

Every model of every app stands in one of the two tables, or in a form of one that does: tests/administration/test_subjects.py.
Names of models are written out, since nothing above may be imported here.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Subject(NamedTuple):
    """What the first page lists together, the most used first."""

    slug: str
    title: Promise
    models: tuple[str, ...]


SUBJECTS: tuple[Subject, ...] = (
    Subject("people", _("Organisations and people"), ("directory.Person", "directory.Organisation", "directory.Affiliation")),
    Subject(
        "access",
        _("Accounts and access"),
        (
            "accounts.User", "accounts.Invitation", "accounts.AccessReview", "accounts.AccessEntry", "accounts.NewsRefusal",
            "accounts.ApiClient",
        ),
    ),
    Subject(
        "meetings",
        _("Meetings and minutes"),
        (
            "meetings.Meeting", "meetings.Minutes", "meetings.Edition", "meetings.Attachment", "meetings.Section",
            "meetings.SectionRevision", "meetings.PendingContribution", "meetings.AgendaTemplate", "meetings.Importation",
            "meetings.MeetingLogEntry",
        ),
    ),
    Subject(
        "reviews",
        _("Reviews and translations"),
        ("meetings.Circulation", "meetings.ReviewRequest", "meetings.Remark", "meetings.TranslationRequest"),
    ),
    Subject("follow-up", _("Follow-up"), ("meetings.Promise", "meetings.Signal", "meetings.Idea")),
    Subject(
        "calls",
        _("Calls"),
        ("projects.Call", "projects.CallDate", "projects.ExpressionOfInterest", "projects.CallTemplate", "projects.Programme"),
    ),
    Subject(
        "projects",
        _("Projects"),
        (
            "projects.Project", "projects.AuthorityPayment", "projects.MinisterialDecree", "projects.ProjectDocument",
            "projects.Scenario", "projects.LogEntry",
        ),
    ),
    Subject(
        "partnerships",
        _("Partnerships"),
        (
            "partnerships.Partnership", "partnerships.Agreement", "partnerships.Immersion", "partnerships.PresenceStatement",
            "partnerships.Committee", "partnerships.SeatHolder", "partnerships.Evaluation", "partnerships.NoPartnership",
            "partnerships.FteTotal", "partnerships.PartnershipDocument", "partnerships.LogEntry",
        ),
    ),
    Subject(
        "money",
        _("Money of partnerships"),
        ("partnerships.Claim", "partnerships.Transfer", "partnerships.Allocation", "partnerships.YearBudget"),
    ),
    Subject(
        "post",
        _("Mails, alerts and tables"),
        ("outbox.OutgoingMail", "alerts.AlertMute", "exchange.Importation", "reports.Report"),
    ),
    Subject("privacy", _("Personal data"), ("privacy.CorrectionRequest", "privacy.Erasure", "privacy.RetentionRule")),
)  # fmt: skip

_ROLE = "What a person may do follows from their role alone."
_SIGN_IN = "Secrets of signing in: people keep them on pages of their own."
_MACHINERY = "The portal's own business; nobody looks it up or mends it by hand."
_EVENTS = "The history of a record is read on its page, not in its table."

LEFT_OUT: Mapping[str, str] = {
    "auth.Group": _ROLE,
    "auth.Permission": _ROLE,
    "admin.LogEntry": "The history of a record, kept by the database, stands in its place.",
    "contenttypes.ContentType": _MACHINERY,
    "sessions.Session": _SIGN_IN,
    "account.EmailAddress": _SIGN_IN,
    "account.EmailConfirmation": _SIGN_IN,
    "mfa.Authenticator": _SIGN_IN,
    "usersessions.UserSession": _SIGN_IN,
    "socialaccount.SocialApp": "Other ways to sign in are set in the environment of the server.",
    "socialaccount.SocialAccount": _SIGN_IN,
    "socialaccount.SocialToken": _SIGN_IN,
    "django_tasks_database.DBTaskResult": _MACHINERY,
    "alerts.AlertTold": _MACHINERY,
    "alerts.AlertRound": _MACHINERY,
    "exchange.Progress": _MACHINERY,
    "search.Entry": _MACHINERY,
    "search.FilePage": _MACHINERY,
    "search.ReadFile": _MACHINERY,
    "meetings.Presence": _MACHINERY,
    "reports.ReportPart": _MACHINERY,
    "prints.Print": _MACHINERY,
    "meetings.ReviewLink": "Whoever knows its key answers for an organisation: it is withdrawn on the page of the round.",
    "partnerships.PlannedHalfDay": "Half-days are shown with the plan, month by month, on the page of the immersion.",
    "partnerships.PresencePlan": "Half-days are shown with the plan, month by month, on the page of the immersion.",
    "partnerships.PresenceEntry": "Half-days are shown with the plan, month by month, on the page of the immersion.",
    "partnerships.EvaluationItem": "What a side wrote is read where it was shared.",
    "pghistory.Context": _EVENTS,
    "pghistory.Events": _EVENTS,
    "pghistory.MiddlewareEvents": _EVENTS,
    "history.*": _EVENTS,
}
"""Models that no list and no form shows, each with the reason; "history.*": every model of that app."""
