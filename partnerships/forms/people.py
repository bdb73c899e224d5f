"""The people of a party."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import Typed
from amif_network.directory.boxes import Box, person_box, resolve_people

from ..models import Party


class PeopleForm(CollisionForm):
    """Who answers for a party, and whom to ask."""

    owner = person_box(_("Person in charge"), create=False, help_text=_("Who answers for the partnership here."))
    contact = person_box(_("Contact"), create=False)

    class Meta:
        model = Party
        fields = ("owner", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "contact"):
            self.initial[name] = Typed.of(getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        """Put people in place of their names; of several of one name, those of the organisation are meant."""
        values = super().clean() or self.cleaned_data
        values["organisation"] = self.instance.organisation
        resolve_people([Box(self, name, "organisation") for name in ("owner", "contact")], timezone.localdate())
        return values
