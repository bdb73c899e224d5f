"""Forms of partnerships: what a partnership is, its start, its renewal, and the filters of the list."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import (
    BooleanField,
    CheckboxSelectMultiple,
    ChoiceField,
    ModelChoiceField,
    MultipleChoiceField,
    TypedChoiceField,
)
from django.forms import Form as PlainForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import ComboboxField
from amif_network.core.inputs import LineField
from amif_network.core.questions import Ask, asked_ahead
from amif_network.directory.boxes import Box, organisation_box, resolve_organisations
from amif_network.directory.models import Organisation
from amif_network.directory.models.organisation import NAMES, everyday_name
from meetings.forms.registers import WordsField, day_field
from projects.forms.calls import ask_for_title, check_period
from projects.models import Call, Project

from ..activity import as_column
from ..models import Partnership, Party
from ..models.choices import Activity, Form, Formal
from ..models.partnership import years_of


class PartnershipForm(CollisionForm):
    """Everything about a partnership but its parties, its state and what belongs to it."""

    code = LineField(label=_("Code"), max_length=40, help_text=_("Short, such as CHA-BIN-2026."))
    title_fr = LineField(label=_("Title in French"), max_length=250, required=False)
    title_nl = LineField(label=_("Title in Dutch"), max_length=250, required=False)
    objective_fr = WordsField(label=_("Objective in French"), rows=4)
    objective_nl = WordsField(label=_("Objective in Dutch"), rows=4)
    forms = MultipleChoiceField(
        label=_("Forms"),
        choices=Form.choices,
        widget=CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one form of working together.")},
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    with_supplement = BooleanField(label=_("The project asks a supplement for it"), required=False)

    class Meta:
        model = Partnership
        fields = (
            "code", "title_fr", "title_nl", "objective_fr", "objective_nl", "project", "call", "forms", "starts_on", "ends_on",
            "with_supplement",
        )  # fmt: skip
        labels = {"project": _("Project"), "call": _("Call")}
        help_texts = {
            "project": _("The project that pays for it."),
            "call": _("Only where there is no project: a project names its call."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project: Any = self.fields["project"]
        visible = Project.objects.visible_to(user).values("pk")
        # The one that it names already stays, whoever changes the partnership.
        project.queryset = Project.objects.filter(Q(pk__in=visible) | Q(pk=self.instance.project_id))
        project.empty_label = _("none")
        call: Any = self.fields["call"]
        call.queryset = Call.objects.visible_to(user)
        call.empty_label = _("none")

    def in_words(self, name: str, value: Any) -> str:
        """Write the chosen forms as people read them."""
        if name == "forms":
            return Partnership(forms=value).forms_in_words() or "–"
        return super().in_words(name, value)

    def clean_code(self) -> str:
        """Refuse a code that another partnership has."""
        code: str = self.cleaned_data["code"]
        if Partnership.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another partnership has this code already."))
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for a title and for days in order; take the call of the project."""
        values = super().clean() or self.cleaned_data
        ask_for_title(self)
        check_period(self, "starts_on", "ends_on")
        if values.get("project") is not None:
            values["call"] = values["project"].call
        if self.instance.state not in (Formal.IDEA, Formal.NEGOTIATING):
            for name in ("starts_on", "ends_on"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, _("The text is agreed: first and last day stay known."))
        return values


class NewPartnershipForm(PartnershipForm):
    """A partnership that starts: besides, who hosts and who is a partner. Members host themselves."""

    host = organisation_box(_("Host"), create=False, help_text=_("The organisation that receives the money and passes it on."))
    partners = organisation_box(_("Partners"), multiple=True, create=False)

    field_order = ("code", "host", "partners")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.order_fields(("code", "host", "partners"))
        if user.is_coordinating:
            return
        own = Organisation.objects.filter(pk__in=user.organisations()).by_name(active_language())
        self.fields["host"] = ModelChoiceField(queryset=own, label=_("Host"), empty_label=None)
        self.initial["host"] = own.first()
        self.order_fields(("code", "host", "partners"))

    def clean(self) -> dict[str, Any]:
        """Put organisations in place of their names; ask for a host and a partner."""
        values = super().clean()
        today = timezone.localdate()
        boxes = [Box(self, name) for name in ("host", "partners") if isinstance(self.fields[name], ComboboxField)]
        resolve_organisations(boxes, today)
        if not values.get("host") and "host" not in self.errors:
            self.add_error("host", _("Name the host."))
        if not values.get("partners") and "partners" not in self.errors:
            self.add_error("partners", _("Name at least one partner."))
        elif values.get("host") in (values.get("partners") or []):
            self.add_error("partners", _("An organisation is a party once: the host is no partner."))
        return values


class RenewForm(PlainForm):
    """What follows a partnership: its code and days, and what it takes over."""

    code = LineField(label=_("Code"), max_length=40)
    starts_on = day_field(_("First day"), required=True)
    ends_on = day_field(_("Last day"))
    commitments = BooleanField(label=_("Take over the commitments, not yet realised"), required=False, initial=True)
    shares = BooleanField(label=_("Take over the planned working time"), required=False, initial=True)
    committees = BooleanField(
        label=_("Take over the committees with their seats"), required=False, initial=True,
        help_text=_("Who sits there is chosen anew."),
    )  # fmt: skip

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        if partnership.ends_on is not None:
            self.initial["starts_on"] = partnership.ends_on + datetime.timedelta(days=1)

    def clean_code(self) -> str:
        """Refuse a code that another partnership has."""
        code: str = self.cleaned_data["code"]
        if Partnership.objects.filter(code=code).exists():
            raise ValidationError(_("Another partnership has this code already."))
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for days in order."""
        super().clean()
        check_period(self, "starts_on", "ends_on")
        return self.cleaned_data


@ReaderQuestion
def _organisations(reader: User, *, lang: str) -> Any:
    """Return the names of the parties of all partnerships that the reader sees, sorted in a language."""
    visible = Partnership.objects.visible_to(reader).order_by().values("pk")
    parties = Party.objects.filter(partnership__in=visible).order_by().values("organisation")
    return Organisation.objects.filter(pk__in=parties).by_name(lang).values_list("pk", *NAMES, named=True)


@ReaderQuestion
def _spanned(reader: User) -> Any:
    return Partnership.objects.visible_to(reader).spanned()


def asks_of_filter(user: User, lang: str) -> list[Ask]:
    """Return what `PartnershipFilter` asks of the database."""
    return [_spanned.of(user), _organisations.of(user, lang=lang)]


class PartnershipFilter(PlainForm):
    """The filters of the list, in its address; what is not understood filters nothing."""

    q = LineField(label=_("Code or title"), required=False, max_length=100)
    state = ChoiceField(label=_("State on paper"), required=False, choices=[("", _("all states")), *Formal.choices])
    activity = ChoiceField(label=_("Activity"), required=False, choices=[("", _("all activities")), *Activity.choices])
    form = ChoiceField(
        label=pgettext_lazy("form of a partnership", "Form"), required=False, choices=[("", _("all forms")), *Form.choices]
    )
    year = TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    organisation = TypedChoiceField(label=_("Organisation"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the years and organisations of all partnerships that `user` sees."""
        super().__init__(*args, **kwargs)
        year, organisation = self.fields["year"], self.fields["organisation"]
        assert isinstance(year, ChoiceField)
        assert isinstance(organisation, ChoiceField)
        lang = active_language()
        with asked_ahead(*asks_of_filter(user, lang)):
            years, named = years_of(_spanned(user)), _organisations(user, lang=lang)
        year.choices = [("", _("all years")), *((one, str(one)) for one in years)]
        organisation.choices = [("", _("all organisations")), *((one.pk, everyday_name(one, lang).text) for one in named)]
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    def applied(self, partnerships: Any, day: datetime.date) -> Any:
        """Return those of `partnerships` that pass the filters; what happens in them is asked of `day`."""
        values = self.cleaned_data
        if values.get("q"):
            partnerships = partnerships.search(values["q"])
        if values.get("state"):
            partnerships = partnerships.filter(state=values["state"])
        if values.get("activity"):
            partnerships = partnerships.alias(happens=as_column(day)).filter(happens=values["activity"])
        if values.get("form"):
            partnerships = partnerships.filter(forms__contains=[values["form"]])
        if values.get("year"):
            first, last = datetime.date(values["year"], 1, 1), datetime.date(values["year"], 12, 31)
            partnerships = partnerships.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)
        if values.get("organisation"):
            partnerships = partnerships.filter(parties__organisation=values["organisation"])
        return partnerships
