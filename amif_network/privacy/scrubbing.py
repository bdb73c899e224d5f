"""Take the personal values out of rows that stay, and delete the rows that are nothing else.

The only place of the portal that lifts the triggers of append-only tables (decision 14): for these columns, of this person.
"""

import datetime
from collections.abc import Iterable

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Model, Q, QuerySet

from amif_network.accounts.models import AccessEntry, Invitation, NewsRefusal, Role, User
from amif_network.directory.models import Affiliation, Person
from amif_network.directory.models.person import REMOVED
from amif_network.history.models import EVENTS
from amif_network.outbox.actions import call_back
from amif_network.outbox.models import OutgoingMail
from meetings.models import Attendance, Presence, ReviewLink

from .holdings import events_of
from .models import CorrectionRequest

# No mail ever reaches a name under "invalid" (RFC 2606).
NOWHERE = "removed.invalid"
ACCESS_LOG = "accounts.AccessEntry:access_entry_append_only"


def person(one: Person, *, on: datetime.date) -> None:
    """Make the record of the directory anonymous and end where they work; excuses of absences go too."""
    one.given_name, one.family_name = "", f"{REMOVED} {one.pk}"
    one.email = one.phone = one.preferred_language = ""
    one.show_role = False
    one.save(update_fields=["given_name", "family_name", "email", "phone", "preferred_language", "show_role"])
    running = Affiliation.objects.filter(person=one).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    for affiliation in running:
        affiliation.valid_to = max(on, affiliation.valid_from)
        affiliation.save(update_fields=["valid_to"])
    # The links by which they answered convocations lead nowhere any more.
    Attendance.objects.filter(Q(person=one) | Q(replaced_by=one)).update(excuse="", link_key=None)
    _in_history(Person, {one.pk}, given_name="", family_name=one.family_name, email="", phone="", preferred_language="")
    rows = set(Attendance.objects.filter(person=one).values_list("pk", flat=True))
    _in_history(Attendance, rows, excuse="")


def account(user: User) -> None:
    """Close the account with its sessions, second factors, addresses and calendar, and make it anonymous."""
    keys = UserSession.objects.filter(user=user).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()
    personal: tuple[type[Model], ...] = (UserSession, Authenticator, SocialAccount, EmailAddress, Presence)
    for model in personal:
        model._base_manager.filter(user=user).delete()
    CorrectionRequest.objects.filter(asked_by=user).delete()
    user.email, user.role, user.calendar_key, user.last_login = f"{user.pk}@{NOWHERE}", Role.OBSERVER, None, None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    _in_history(User, {user.pk}, email=user.email)


def letters(who: Person | None, user: User | None, addresses: set[str], *, at: datetime.datetime) -> None:
    """Withdraw invitations and links, and empty the mails to these addresses of address and words."""
    invitations = Invitation.objects.filter(Q(person=who) if who else Q(email__in=addresses))
    invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    blank_invitations(invitations)
    links = ReviewLink.objects.filter(email__in=addresses)
    links.filter(revoked_at=None).update(revoked_at=at)
    links.update(email=f"nobody@{NOWHERE}")
    NewsRefusal.objects.filter(email__in=addresses).delete()
    mails = OutgoingMail.objects.filter(Q(user=user, user__isnull=False) | Q(to__in=addresses))
    call_back(mails)
    blank_mails(mails)


def blank_invitations(invitations: QuerySet[Invitation]) -> int:
    """Take the addresses out of invitations and their histories; return of how many."""
    keys = set(invitations.values_list("pk", flat=True))
    changed = Invitation.objects.filter(pk__in=keys).update(email=f"nobody@{NOWHERE}")
    _in_history(Invitation, keys, email=f"nobody@{NOWHERE}")
    return changed


def blank_mails(mails: QuerySet[OutgoingMail]) -> int:
    """Empty mails of address and words; that one was sent, when and about what stays. Return how many."""
    changed = 0
    # The key of a mail names its recipient.
    for mail in mails.only("pk").iterator(500):
        OutgoingMail.objects.filter(pk=mail.pk).update(
            key=f"emptied-{mail.pk}", to=f"nobody@{NOWHERE}", user=None, subject="", text="", html="", attachments=[], error=""
        )
        changed += 1
    return changed


def logs(user: User | None, words: Iterable[str]) -> None:
    """Take names, addresses and network addresses out of the logs of the doors and of the administration."""
    with pgtrigger.ignore(ACCESS_LOG):
        if user:
            AccessEntry.objects.filter(user=user).update(address=None)
        for said in words:
            for entry in AccessEntry.objects.filter(Q(subject_fr__icontains=said) | Q(subject_nl__icontains=said)):
                entry.subject_fr, entry.subject_nl = "–", "–"
                entry.save(update_fields=["subject_fr", "subject_nl"])
    for said in words:
        LogEntry.objects.filter(Q(object_repr__icontains=said) | Q(change_message__icontains=said)).update(
            object_repr="–", change_message=""
        )


def forget_sign_ins(entries: QuerySet[AccessEntry]) -> int:
    """Delete rows of the access log that have been kept long enough; return how many."""
    with pgtrigger.ignore(ACCESS_LOG):
        return entries.delete()[0]


def _in_history(model: type[Person | User | Invitation | Attendance], keys: set[int], **values: str) -> None:
    """Write `values` into every event of these rows."""
    with pgtrigger.ignore(f"{EVENTS[model]._meta.label}:append_only"):
        events_of(model).filter(pgh_obj__in=keys).update(**values)
