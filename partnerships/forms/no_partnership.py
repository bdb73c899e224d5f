"""Who has no partnership, and why."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.combobox import ComboboxField, Typed
from amif_network.directory.boxes import Box, organisation_box, resolve_organisations
from amif_network.directory.models import Organisation
from meetings.forms.registers import WordsField, day_field
from projects.days import not_ahead
from projects.models import Call

from ..models import NoPartnership


class NoPartnershipForm(forms.ModelForm):
    """The statement of an organisation. Members speak for their own."""

    organisation = organisation_box(_("Organisation"), create=False)
    reason = WordsField(label=_("Reason in words"), required=True)
    stated_on = day_field(_("Said on"), required=True)

    class Meta:
        model = NoPartnership
        fields = ("organisation", "call", "reason_code", "reason", "stated_on")
        labels = {"call": _("Call"), "reason_code": _("Reason")}
        help_texts = {"reason": _("In the words of the organisation, in its own language.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call: Any = self.fields["call"]
        call.queryset = Call.objects.visible_to(user)
        self.initial.setdefault("stated_on", timezone.localdate())
        if user.is_coordinating:
            named = self.instance.organisation if self.instance.organisation_id else None
            self.initial["organisation"] = Typed.of(named)
            return
        own = Organisation.objects.filter(pk__in=user.organisations()).by_name(active_language())
        self.fields["organisation"] = forms.ModelChoiceField(queryset=own, label=_("Organisation"), empty_label=None)

    def clean_stated_on(self) -> datetime.date:
        """Refuse a day that has not come yet."""
        return not_ahead(self.cleaned_data["stated_on"])

    def clean(self) -> dict[str, Any]:
        """Put the organisation in place of its name."""
        values = super().clean() or self.cleaned_data
        if isinstance(self.fields["organisation"], ComboboxField):
            resolve_organisations([Box(self, "organisation")], timezone.localdate())
            if not values.get("organisation") and "organisation" not in self.errors:
                self.add_error("organisation", _("Name the organisation."))
        return values
