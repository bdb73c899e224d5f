"""Accounts in the administration: who may come in, as what, and what was done at the doors.

Whoever is new comes in by an invitation (`accounts.actions`); here invitations are withdrawn, and accounts get another role or
are closed, many at once.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from amif_network.core.administration import Question, Rows, Shown, asks_first

from . import actions
from .models import AccessEntry, AccessReview, AccessReviewAnswer, ApiClient, Invitation, NewsRefusal, Role, User


class RoleForm(forms.Form):
    """What people become."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)


ROLE = Question(
    gettext_lazy("These people get the role you choose, from now on. Nobody changes their own."),
    possible=lambda accounts, request: accounts.exclude(pk=request.user.pk),
    form=RoleForm,
)
CLOSE = Question(
    gettext_lazy("These people cannot sign in any more, from now on. Their accounts stay: what they did stays theirs."),
    possible=lambda accounts, request: accounts.filter(is_active=True).exclude(pk=request.user.pk),
)
OPEN = Question(
    gettext_lazy("These people can sign in again, from now on, where an affiliation gives them access."),
    possible=lambda accounts, request: accounts.filter(is_active=False),
)
WITHDRAW = Question(
    gettext_lazy("The links of these invitations lead nowhere any more."),
    possible=lambda invitations, request: invitations.filter(accepted_at=None, revoked_at=None),
)


def _by(request: HttpRequest) -> dict[str, Any]:
    """Return who does it, and when."""
    assert isinstance(request.user, User)
    return {"by": request.user, "at": timezone.now()}


@admin.register(User)
class UserAdmin(Shown):
    """The accounts of the portal; none is deleted: what a person did stays theirs."""

    fields = (("email", "person"), ("role", "is_active"), ("language", "mail_rhythm"), ("date_joined", "last_login"))
    list_display = ("email", "person", "role", "language", "is_active", "last_login")
    list_filter = ("role", "is_active", "language", ("last_login", admin.EmptyFieldListFilter))
    list_select_related = ("person",)
    search_fields = ("email", "person__search_text")
    actions = ("change_role", "close", "open")

    @asks_first(gettext_lazy("Change the role"), ROLE)
    def change_role(self, request: HttpRequest, accounts: QuerySet[User], said: dict[str, Any]) -> str:
        """Give accounts another role."""
        changed = [actions.change_role(account, role=said["role"], **_by(request)) for account in accounts]
        return ngettext("%(number)s account has the new role.", "%(number)s accounts have the new role.", len(changed)) % {
            "number": len(changed)
        }

    @asks_first(gettext_lazy("Close"), CLOSE)
    def close(self, request: HttpRequest, accounts: QuerySet[User], said: dict[str, Any]) -> str:
        """Let nobody in by these accounts."""
        closed = [actions.close_account(account, **_by(request)) for account in accounts]
        return ngettext("%(number)s account is closed.", "%(number)s accounts are closed.", len(closed)) % {"number": len(closed)}

    @asks_first(gettext_lazy("Open again"), OPEN)
    def open(self, request: HttpRequest, accounts: QuerySet[User], said: dict[str, Any]) -> str:
        """Let people in by these accounts again."""
        opened = [actions.open_account(account, **_by(request)) for account in accounts]
        return ngettext("%(number)s account is open again.", "%(number)s accounts are open again.", len(opened)) % {
            "number": len(opened)
        }


@admin.register(Invitation)
class InvitationAdmin(Shown):
    """Who was invited, and what became of it."""

    list_display = (
        "person",
        "organisation",
        "email",
        "role",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
    )
    list_filter = ("role", ("accepted_at", admin.EmptyFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "organisation", "invited_by__person")
    search_fields = ("email", "person__search_text", "organisation__search_text")
    date_hierarchy = "invited_at"
    actions = ("withdraw",)

    @asks_first(gettext_lazy("Withdraw"), WITHDRAW)
    def withdraw(self, request: HttpRequest, invitations: QuerySet[Invitation], said: dict[str, Any]) -> str:
        """Let the links of invitations that were not accepted lead nowhere."""
        withdrawn = [actions.withdraw(invitation, **_by(request)) for invitation in invitations]
        return ngettext("%(number)s invitation is withdrawn.", "%(number)s invitations are withdrawn.", len(withdrawn)) % {
            "number": len(withdrawn)
        }


class Answers(Rows):
    """What was said of each account."""

    model = AccessReviewAnswer
    fields = ("user", "choice", "note", "done_by", "done_at")
    related = ("user__person", "done_by__person")


@admin.register(AccessReview)
class AccessReviewAdmin(Shown):
    """Who still has access: the question of each quarter to each organisation."""

    list_display = ("organisation", "quarter", "opened_at", "confirmed_by", "confirmed_at")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter),)
    list_select_related = ("organisation", "confirmed_by__person")
    search_fields = ("organisation__search_text",)
    date_hierarchy = "quarter"
    inlines = (Answers,)


@admin.register(AccessEntry)
class AccessEntryAdmin(Shown):
    """What was done at the doors; rows are added, never changed."""

    list_display = ("at", "kind", "user", "about", "subject_fr", "subject_nl", "rows", "address")
    list_filter = ("kind",)
    list_select_related = ("user__person", "about__person")
    search_fields = ("user__email", "about__email", "subject_fr", "subject_nl", "address")
    date_hierarchy = "at"


@admin.register(NewsRefusal)
class NewsRefusalAdmin(Shown):
    """Addresses that get no news; only their readers change it."""

    list_display = ("email", "refused_at")
    search_fields = ("email",)
    date_hierarchy = "refused_at"


@admin.register(ApiClient)
class ApiClientAdmin(Shown):
    """Programs that read through the API; they are made, renewed and revoked on pages of their own."""

    list_display = ("name", "contact", "role", "organisation", "prefix", "created_at", "expires_at", "revoked_at", "last_used_on")
    list_filter = ("role", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation",)
    search_fields = ("name", "contact")
