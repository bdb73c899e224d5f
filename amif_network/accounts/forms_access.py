"""Forms of who has access: inviting, accepting, roles, and the lists of the quarter."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language, active_language
from amif_network.core.formats import format_date
from amif_network.core.inputs import LineField, room
from amif_network.directory.forms import ListFilter, OrganisationField
from amif_network.directory.models import Affiliation, Organisation, Person

from .listing import AccountState
from .models import AccessReviewAnswer, Invitation, ReviewChoice, Role, User
from .roles import roles_given_by


class InviteForm(forms.Form):
    """For which organisation, at which address, as what and in which language somebody is invited."""

    organisation = OrganisationField(
        label=_("Organisation"), help_text=_("The person works there from the day on which the invitation is accepted.")
    )
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The invitation goes there, and the person signs in with it.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the mail and of the portal"), choices=Language.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, person: Person, by: User, works_for: list[Affiliation], **kwargs: Any) -> None:
        employer: Organisation | None = works_for[0].organisation if works_for else None
        language = person.preferred_language or (employer.languages[0] if employer else active_language())
        kwargs["initial"] = {"organisation": employer, "email": person.email, "role": Role.MEMBER, "language": language}
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles_given_by(by)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def refuse(self, error: ValidationError) -> None:
        """Say why the invitation could not be made: at the field it is about where this form has it."""
        for name, errors in (error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}).items():
            self.add_error(name if name in self.fields else None, errors)


class AcceptForm(SetPasswordMixin, forms.Form):
    """The password of a new account, typed twice."""

    password1, password2 = SetPasswordMixin.create_password_fields(_("Password"), _("Password, once more"))

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What a password may not resemble.
        self.user = User(email=invitation.email)
        vars(self.user).update(first_name=invitation.person.given_name, last_name=invitation.person.family_name)

    def clean(self) -> dict[str, Any]:
        """Check that both are the same, and that the password is a good one."""
        self.validate_passwords()
        self.validate_password_for_user(self.user, "password1")
        return super().clean() or self.cleaned_data


class AccountFilter(ListFilter):
    """Search among accounts and invitations."""

    organisation = LineField(label=_("Organisation"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *AccountState.choices])


class RoleForm(forms.Form):
    """Another role for an account."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)


def _facts(account: User) -> SafeString:
    """Return what helps to decide on an account: its address, its role, and when somebody last came in by it."""
    if account.last_login:
        day = format_date(timezone.localdate(account.last_login), active_language())
        used = gettext("signed in last on %(day)s") % {"day": day}
    else:
        used = gettext("never signed in")
    return format_html("{} · {} · {}", account.email, account.get_role_display(), used)


class ReviewForm(forms.Form):
    """Of each account of an organisation: whether it still needs access, and a remark."""

    def __init__(self, *args: Any, accounts: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = accounts
        for account in accounts:
            self.fields[f"choice-{account.pk}"] = forms.ChoiceField(
                label=str(account),
                help_text=_facts(account),
                choices=ReviewChoice.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say of everybody whether the access stays.")},
            )
            self.fields[f"note-{account.pk}"] = LineField(
                label=_("Remark"), required=False, max_length=room(AccessReviewAnswer, "note")
            )

    def rows(self) -> list[tuple[User, forms.BoundField, forms.BoundField]]:
        """Return each account with its two fields."""
        return [(account, self[f"choice-{account.pk}"], self[f"note-{account.pk}"]) for account in self.accounts]

    def answers(self) -> dict[int, tuple[str, str]]:
        """Return what was said, by the key of the account."""
        data = self.cleaned_data
        return {account.pk: (data[f"choice-{account.pk}"], data[f"note-{account.pk}"]) for account in self.accounts}
