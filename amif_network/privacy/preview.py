"""What an erasure would do, before anybody decides: what goes, what stays and why."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext as _

from amif_network.accounts.models import Invitation
from amif_network.directory.models import Affiliation
from amif_network.outbox.models import OutgoingMail
from meetings.models import ReviewLink

from .holdings import references
from .subject import Subject


@dataclass(frozen=True, slots=True)
class Line:
    """Something that goes or stays, how many of it, and for what stays, why."""

    what: str
    number: int
    why: str = ""


# What stays because the law wants it kept, by the tables that hold it.
EDITIONS = ("meetings.Edition", "meetings.Circulation", "meetings.Minutes")
LISTS = ("meetings.Attendance", "meetings.Meeting", "meetings.AgendaItem_presenters", "meetings.Promise")
AGREEMENTS = (
    "partnerships.Agreement", "partnerships.Signature", "partnerships.Partnership", "partnerships.Party",
    "partnerships.SeatHolder", "partnerships.NoPartnership",
)  # fmt: skip
MONEY = ("projects.AuthorityPayment", "partnerships.Allocation", "partnerships.Transfer", "partnerships.Claim")
AT_WORK = ("partnerships.Immersion", "partnerships.FteShare", "partnerships.PresenceEntry", "partnerships.PresenceStatement")
LOGS = (
    "meetings.MeetingLogEntry", "meetings.TranslationLogEntry", "projects.LogEntry", "partnerships.LogEntry",
    "accounts.AccessEntry",
)  # fmt: skip
WORDS = ("meetings.SectionText", "meetings.SectionRevision", "meetings.Remark", "partnerships.Evaluation")


def goes(subject: Subject, *, on: datetime.date, at: datetime.datetime) -> list[Line]:
    """Return what an erasure takes away, with how many of each."""
    person, user, addresses = subject.person, subject.user, subject.addresses()
    affiliations = Affiliation.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), person=person)
    mails = OutgoingMail.objects.filter(Q(user=user, user__isnull=False) | Q(to__in=addresses))
    counted = [
        (_("name, e-mail address, phone, language"), 1 if person else 0),
        (_("affiliations that end today"), affiliations.count() if person else 0),
        (_("account that is closed, with its address and calendar"), 1 if user else 0),
        (_("sessions that end"), UserSession.objects.filter(user=user).count()),
        (_("second steps of signing in"), Authenticator.objects.filter(user=user).count()),
        (_("invitations without an address from now on"), Invitation.objects.filter(person=person).count() if person else 0),
        (_("links to reviews that are withdrawn"), ReviewLink.objects.filter(email__in=addresses, expires_at__gt=at).count()),
        (_("mails that lose address and words"), mails.count()),
    ]
    return [Line(what, number) for what, number in counted if number]


def stays(subject: Subject) -> list[Line]:
    """Return what stays, how often it names the subject, and why."""
    numbers: dict[str, int] = {}
    for reference in references():
        label = reference.model._meta.label
        numbers[label] = numbers.get(label, 0) + reference.rows(subject).count()

    def line(what: str, labels: Iterable[str], why: str) -> Line:
        return Line(what, sum(numbers.get(label, 0) for label in labels), why)

    lines = [
        line(_("rounds, approvals and published editions"), EDITIONS, _("What is published is frozen.")),
        line(
            _("attendance, roles at meetings, promises"),
            LISTS,
            _("The record keeps that somebody was there, not who."),
        ),
        line(_("agreements, signatures, seats"), AGREEMENTS, _("Signed agreements stay as they were signed.")),
        line(_("payments and claims that were recorded"), MONEY, _("Accounts are kept for the control of the funds.")),
        line(_("shares of work, immersions, presence"), AT_WORK, _("They are evidence for costs that the Fund pays.")),
        line(_("entries of logs"), LOGS, _("That a decision was taken, and when, stays; the name is no longer there.")),
        line(_("texts and remarks that were written"), WORDS, _("The words belong to the minutes; their author is not named.")),
    ]
    return [one for one in lines if one.number]
