"""Accounts in the administration: who may come in, as what."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .actions import keep_account
from .mails import invite
from .models import User


class AccountForm(forms.ModelForm):
    """An account; the password is its owner's business."""

    class Meta:
        model = User
        fields = ("email", "role", "person", "language", "is_active")
        help_texts = {
            "email": gettext_lazy("A new person gets a mail at this address, with a link to choose a password."),
            "is_active": gettext_lazy("Accounts are never deleted: without this tick the person cannot sign in any more."),
        }

    def clean_email(self) -> str:
        """Keep addresses in small letters, as sign-in compares them."""
        email: str = self.cleaned_data["email"]
        return email.lower()


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """The accounts of the portal; a new one is an invitation."""

    form = AccountForm
    fields = ("email", "role", "person", "language", "is_active", "last_login")
    readonly_fields = ("last_login",)
    list_display = ("email", "person", "role", "language", "is_active", "last_login")
    list_filter = ("role", "is_active", "language")
    list_select_related = ("person",)
    search_fields = ("email", "person__given_name", "person__family_name")
    actions = ("invite_again",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody shuts themselves out."""
        return (*self.readonly_fields, "role", "is_active") if obj == request.user else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep every account: what a person did stays theirs."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save the account and, when it is new, send the invitation."""
        keep_account(obj)
        if not change:
            transaction.on_commit(lambda: self._invite(request, obj))

    @admin.action(description=gettext_lazy("Send the invitation again"))
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Send the selected people a link to choose a password."""
        for user in queryset.filter(is_active=True):
            self._invite(request, user)

    def _invite(self, request: HttpRequest, user: User) -> None:
        """Send the invitation, and say whether it went out; the account stands in either case."""
        try:
            invite(user, request=request)
        except OSError as error:
            said = _("The account exists, but the mail to %(address)s could not be sent: %(error)s. Send the invitation again.")
            messages.error(request, said % {"address": user.email, "error": error})
        else:
            messages.success(request, _("The invitation was sent to %(address)s.") % {"address": user.email})
