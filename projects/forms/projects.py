"""Forms of projects: what a project is, and the filters of the list."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import ComboboxField, Typed
from amif_network.core.inputs import LineField
from amif_network.directory.boxes import Box, organisation_box, person_box, resolve_organisations, resolve_people
from amif_network.directory.models import Organisation
from meetings.forms.registers import WordsField, day_field

from ..models import Project
from ..portfolio import offered
from .calls import ask_for_title, check_period


class ProjectForm(CollisionForm):
    """Everything about a project but its state and its money. Members choose among the organisations they act for."""

    lead = organisation_box(_("Lead organisation"), create=False)
    code = LineField(
        label=_("Code"), max_length=40, help_text=_("As the authority's platform writes it, or one of your own until then.")
    )
    title_fr = LineField(label=_("Title in French"), max_length=250, required=False)
    title_nl = LineField(label=_("Title in Dutch"), max_length=250, required=False)
    summary_fr = WordsField(label=_("Summary in French"), rows=4)
    summary_nl = WordsField(label=_("Summary in Dutch"), rows=4)
    contact = person_box(_("Contact"), create=False)
    period_start = day_field(_("First day"))
    period_end = day_field(_("Last day"))

    class Meta:
        model = Project
        fields = (
            "lead", "code", "title_fr", "title_nl", "summary_fr", "summary_nl", "contact", "period_start", "period_end",
        )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].required = True
        self.initial["contact"] = Typed.of(self.instance.contact)
        if user.is_coordinating:
            self.initial["lead"] = Typed.of(self.instance.lead if self.instance.lead_id else None)
            return
        own = Organisation.objects.filter(pk__in=user.organisations()).by_name(active_language())
        choice = forms.ModelChoiceField(queryset=own, label=_("Lead organisation"), empty_label=None)
        self.fields["lead"] = choice
        self.initial["lead"] = self.instance.lead_id or own.first()

    def clean_code(self) -> str:
        """Refuse a code that another project of the call has."""
        code: str = self.cleaned_data["code"]
        if Project.objects.filter(call=self.instance.call, code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("The call already has a project of this code."))
        return code

    def clean(self) -> dict[str, Any]:
        """Put organisation and person in place of their names; ask for a title, and for days in order."""
        values = super().clean() or self.cleaned_data
        today = timezone.localdate()
        if isinstance(self.fields["lead"], ComboboxField):
            resolve_organisations([Box(self, "lead")], today)
        resolve_people([Box(self, "contact", "lead")], today)
        ask_for_title(self)
        check_period(self, "period_start", "period_end")
        return values


class ProjectFilter(forms.Form):
    """The filters of the list, in its address; what is not understood filters nothing."""

    call = forms.TypedChoiceField(label=_("Call"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all states")), *Project.State.choices])
    organisation = forms.TypedChoiceField(label=_("Lead organisation"), required=False, coerce=int, empty_value=None)

    # The columns by which the fields narrow the list.
    COLUMNS: ClassVar = {"call": "call", "state": "state", "organisation": "lead"}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the calls and lead organisations of the projects that exist for `user`."""
        super().__init__(*args, **kwargs)
        calls, leads = self.fields["call"], self.fields["organisation"]
        assert isinstance(calls, forms.ChoiceField)
        assert isinstance(leads, forms.ChoiceField)
        of_calls, of_leads = offered(user, active_language())
        calls.choices = [("", _("all calls")), *of_calls]
        leads.choices = [("", _("all organisations")), *of_leads]
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    @property
    def narrowed(self) -> dict[str, Any]:
        """What is asked of the columns of projects: `{"call": 5, "state": "decreed"}`."""
        return {column: self.cleaned_data[name] for name, column in self.COLUMNS.items() if self.cleaned_data.get(name)}

    def applied(self, projects: Any) -> Any:
        """Return those of `projects` that pass the filters."""
        return projects.filter(**self.narrowed)
