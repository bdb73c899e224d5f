"""The filters of the translation queue, in its address; what is not understood filters nothing."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Language, active_language
from amif_network.core.formats import format_date

from ..models import Meeting, TranslationState
from ..models.choices import WRITABLE
from ..queue import SORTINGS, Queue

WORK = [state for state in TranslationState if state.needs_work]


class QueueFilter(forms.Form):
    """Which texts of which drafts; the state is chosen beside the form, with its numbers."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("both languages")), *Language.choices])
    meeting = forms.TypedChoiceField(label=_("Meeting"), required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    own = forms.BooleanField(label=_("Only what is asked of me"), required=False)
    state = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(state, state) for state in WORK])
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(key, key) for key in SORTINGS])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the meetings whose minutes `user` may see in draft, and their years."""
        super().__init__(*args, **kwargs)
        self.user = user
        drafts = Meeting.objects.visible_to(user).filter(minutes__state__in=WRITABLE).order_by("-date", "-pk")
        names = [(meeting.pk, f"{format_date(meeting.date, active_language())} – {meeting.title}") for meeting in drafts]
        years = sorted({meeting.date.year for meeting in drafts}, reverse=True)
        self.fields["meeting"].choices = [("", _("all meetings")), *names]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("all years")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def sorting(self) -> str:
        """The sorting in use."""
        return self.cleaned_data.get("sort") or "-date"

    @property
    def chosen_state(self) -> str:
        """The one state that is shown, "" for all."""
        return self.cleaned_data.get("state") or ""

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in ("language", "meeting", "year", "own", "state"))

    def queue(self) -> Queue:
        """Return the queue as far as the filters let it through, whatever its states."""
        values, narrowed = self.cleaned_data, Q()
        if values.get("meeting"):
            narrowed &= Q(minutes__meeting=values["meeting"])
        if values.get("year"):
            narrowed &= Q(minutes__meeting__date__year=values["year"])
        languages = {"languages": (values["language"],)} if values.get("language") else {}
        return Queue(self.user, narrowed=narrowed, own_only=bool(values.get("own")), **languages)
