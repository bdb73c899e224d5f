"""Where the portal holds something on a person: every reference of every table, and what of a row is given out.

A test walks the foreign keys of all apps, third-party ones included, and fails on a table that is not said here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, QuerySet

from amif_network.accounts.models import Invitation, User
from amif_network.directory.models import Affiliation, Person
from amif_network.history.models import EVENTS

from .subject import Subject

# Tables whose rows are about the person: they are given out whole.
WHOLE = frozenset({
    "directory.Person", "directory.Affiliation",
    "accounts.User", "accounts.AccessEntry", "accounts.Invitation", "accounts.AccessReviewAnswer", "accounts.NewsRefusal",
    "outbox.OutgoingMail", "alerts.AlertMute", "alerts.AlertTold",
    "meetings.Attendance", "meetings.PendingContribution", "meetings.Presence", "meetings.Remark", "meetings.ReviewLink",
    "partnerships.SeatHolder", "partnerships.FteShare", "partnerships.Immersion", "partnerships.PresenceEntry",
    "partnerships.PlannedHalfDay", "partnerships.PresenceStatement",
    "privacy.CorrectionRequest", "privacy.Erasure",
    "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator", "socialaccount.SocialAccount",
    "usersessions.UserSession", "admin.LogEntry",
    *(EVENTS[model]._meta.label for model in (Person, Affiliation, User, Invitation)),
})  # fmt: skip
# Tables of the network's work, whose rows name the person in some part: that they do, where, as what and when is given out.
MENTIONED = frozenset({
    "accounts.User_groups", "accounts.User_user_permissions", "accounts.AccessReview", "accounts.ApiClient",
    "exchange.Importation", "reports.Report", "reports.Report_readers",
    "meetings.Meeting", "meetings.MeetingLogEntry", "meetings.AgendaItem_presenters", "meetings.AgendaTemplate",
    "meetings.Attachment", "meetings.Minutes", "meetings.Circulation", "meetings.Edition", "meetings.Importation",
    "meetings.SectionText", "meetings.SectionRevision", "meetings.Promise", "meetings.Signal", "meetings.Idea",
    "meetings.ReviewRequest", "meetings.TranslationRequest", "meetings.TranslationLogEntry",
    "projects.CallDate", "projects.CallDateNotice", "projects.ExpressionOfInterest", "projects.Project",
    "projects.ProjectDocument", "projects.LogEntry", "projects.AuthorityPayment", "projects.Scenario",
    "partnerships.Partnership", "partnerships.Party", "partnerships.Agreement", "partnerships.Signature",
    "partnerships.Claim", "partnerships.NoPartnership", "partnerships.Evaluation", "partnerships.Evidence",
    "partnerships.PartnershipDocument", "partnerships.LogEntry", "partnerships.Allocation", "partnerships.Transfer",
    *(event._meta.label for model, event in EVENTS.items() if model not in (Person, Affiliation, User, Invitation)),
})  # fmt: skip
# References that are not given out, each with its reason.
LEFT_OUT = {
    "pghistory.MiddlewareEvents.user": "A view over the tables of events, which are given out one by one.",
}
# Held on a person without a column that names them: through another row, or by their e-mail address.
THROUGH_PERSON = {
    "partnerships.PresenceEntry": "immersion__agent",
    "partnerships.PlannedHalfDay": "plan__immersion__agent",
    "partnerships.PresenceStatement": "immersion__agent",
}
THROUGH_USER = {"account.EmailConfirmation": "email_address__user"}
BY_ADDRESS = {
    "outbox.OutgoingMail": "to",
    "meetings.ReviewLink": "email",
    "accounts.NewsRefusal": "email",
    "accounts.Invitation": "email",
}
# Secrets: whoever holds the file could act as the person; what the database computes from other columns; what the portal
# notes for itself.
SECRETS = frozenset({
    "password", "calendar_key", "digest", "feed_digest", "session_key", "link_key", "key", "uuid", "data", "html", "search_text",
    "sort_key", "attachments", "pgh_id", "pgh_context", "pgh_context_id", "pgh_obj",
    "access_noted", "marks",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """A way from a table to a person: `path` leads to a row of Person or User, or to an e-mail address."""

    model: type[Model]
    path: str
    leads_to: str

    @property
    def label(self) -> str:
        """Its name, such as "meetings.Attendance.person"."""
        return f"{self.model._meta.label}.{self.path}"

    @property
    def whole(self) -> bool:
        """True where the rows are given out whole."""
        return self.model._meta.label in WHOLE

    def rows(self, subject: Subject) -> QuerySet[Model]:
        """Return the rows that lead to the subject, the oldest first."""
        found = self.model._base_manager.all().order_by("pk")
        if self.leads_to == "address":
            return found.filter(**{f"{self.path}__in": subject.addresses()})
        whom = subject.person if self.leads_to == "person" else subject.user
        return found.filter(**{self.path: whom.pk}) if whom else found.none()


def columns_that_refer() -> Iterator[tuple[type[Model], Field, str]]:
    """Yield every column of every table that refers to a person or an account, with "person" or "user"."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model in (Person, User):
                yield model, field, "person" if field.related_model is Person else "user"


def events_of(model: type[Model]) -> QuerySet[Any]:
    """Return the rows of the history of a model; their columns are made while the apps load."""
    return EVENTS[model]._base_manager.all()


def references() -> list[Reference]:
    """Return every way in which something is held on a person."""
    found = [Reference(Person, "pk", "person"), Reference(User, "pk", "user")]
    for model, field, leads_to in columns_that_refer():
        reference = Reference(model, field.name, leads_to)
        if reference.label not in LEFT_OUT:
            found.append(reference)
    for table, leads_to in ((THROUGH_PERSON, "person"), (THROUGH_USER, "user"), (BY_ADDRESS, "address")):
        found += [Reference(apps.get_model(label), path, leads_to) for label, path in table.items()]
    return found
