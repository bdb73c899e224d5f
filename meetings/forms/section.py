"""Forms of the workspace: the text of a section, what both languages share of it, and where it stands."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.combobox import Typed
from amif_network.core.editor import RichTextField
from amif_network.core.inputs import LineField
from amif_network.directory.boxes import Box, organisation_box, resolve_organisations

from ..models import AgendaItem, Minutes, Section, SectionText
from ..models.section import ONLY_ANSWERS, WHOSE_ANSWER
from ..outline import Node, outline, reading_order

# The biggest number PostgreSQL keeps in the column of revisions.
HIGHEST_REVISION = 2**31 - 1
HIGHEST_KEY = 2**63 - 1


class SectionTextForm(forms.Form):
    """Heading and text of a section in one language, with the version they were opened at."""

    heading = LineField(label=pgettext_lazy("field", "Heading"), required=False, max_length=300)
    html = RichTextField(label=_("Text"), required=False)
    # The version the words were written from, and the tab in which they are written.
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=HIGHEST_KEY)
    session = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seq = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=HIGHEST_KEY)
    other_rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=HIGHEST_REVISION)

    def __init__(self, *args: Any, lang: str, uuid: object, **kwargs: Any) -> None:
        """Make a form for the text in `lang`; `uuid` keeps its ids apart from those of other sections on the page."""
        kwargs.setdefault("auto_id", f"edit-{uuid}-{lang}-%s")
        super().__init__(*args, **kwargs)
        for name in ("heading", "html"):
            self.fields[name].widget.attrs["lang"] = lang
        if not self.is_bound:
            # Where there is no heading yet, writing starts with it.
            first = "html" if self.initial.get("heading") else "heading"
            self.fields[first].widget.attrs["autofocus"] = True

    @staticmethod
    def opened_at(mine: SectionText | None, theirs: SectionText | None) -> dict[str, Any]:
        """Return the initial values for a text as it stands, beside its counterpart."""
        return {
            "heading": mine.heading if mine else "",
            "html": mine.html if mine else "",
            "base": mine.version_key if mine else 0,
            "other_rev": theirs.rev if theirs else 0,
        }


class SectionSettingsForm(forms.ModelForm):
    """What French and Dutch share of a section."""

    label = LineField(
        label=_("Printed number"),
        required=False,
        max_length=20,
        help_text=_("As it shall be printed: “I.2”. Leave it empty to number automatically or not at all."),
    )
    organisation = organisation_box(_("Organisation concerned"), create=False)

    class Meta:
        model = Section
        fields = ("label", "numbered", "kind", "answer_type", "organisation", "agenda_item", "no_comment", "anonymous")
        help_texts: ClassVar = {
            "answer_type": _("Only for an answer in a round table."),
            "anonymous": _("Nobody is named in this section."),
        }

    def __init__(self, *args: Any, automatic: str, **kwargs: Any) -> None:
        """`automatic`: the number the section gets where none is printed as typed; "" when it stands nowhere."""
        super().__init__(*args, **kwargs)
        if automatic:
            self.fields["numbered"].help_text = _("At this place: “%(number)s”, unless a printed number is given above.") % {
                "number": escape(automatic)
            }
        self.day = self.instance.minutes.meeting.date
        self.fields["organisation"].widget.on = self.day.isoformat()
        if self.instance.organisation:
            self.initial["organisation"] = Typed.of(self.instance.organisation)
        items = AgendaItem.objects.filter(meeting=self.instance.minutes.meeting_id).order_by("position", "pk")
        self.fields["agenda_item"].queryset = items  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an answer without an organisation, and a type of answer on anything else."""
        super().clean()
        resolve_organisations([Box(self, "organisation")], self.day)
        answer = self.cleaned_data.get("kind") == Section.Kind.ANSWER
        nobody = "organisation" in self.cleaned_data and self.cleaned_data["organisation"] is None
        if answer and nobody and not self.cleaned_data.get("anonymous"):
            self.add_error("organisation", WHOSE_ANSWER)
        if not answer and self.cleaned_data.get("answer_type"):
            self.add_error("answer_type", ONLY_ANSWERS)
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """Return the values of the fields of the form, for the action that saves them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AddSectionForm(forms.Form):
    """Where a new section goes, and of which kind it is; everything is optional: at the end, a text."""

    after = forms.UUIDField(required=False)
    below = forms.UUIDField(required=False)
    kind = forms.ChoiceField(choices=Section.Kind, required=False)
    organisation = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    # The organisation says that it has no comment: an answer without words, added from the round table as a table.
    no_comment = forms.BooleanField(required=False)


class MoveForm(forms.Form):
    """Another place for a section: at the end below another one, or directly after it (with the pointer also before it)."""

    target = forms.ChoiceField(label=_("New place"))

    def __init__(self, *args: Any, section: Section, minutes: Minutes, **kwargs: Any) -> None:
        """Offer every place in loaded `minutes` that does not lie below `section` itself."""
        super().__init__(*args, **kwargs)
        nodes = reading_order(outline(minutes.sections.all()))
        own = {node.section.pk for place in nodes if place.section.pk == section.pk for node in place.walk()}
        self._nodes = {str(node.section.uuid): node for node in nodes if node.section.pk not in own}
        choices: list[tuple[str, Any]] = [("first", _("At the very beginning"))]
        # Where a section is dropped with the pointer; in the list this place is the one after another section.
        dropped = [(f"before:{uuid}", "") for uuid in self._nodes]
        for uuid, node in self._nodes.items():
            name = _name(node)
            choices.append((f"after:{uuid}", _("After %(section)s") % {"section": name}))
            choices.append((f"below:{uuid}", _("Below %(section)s, as its last part") % {"section": name}))
        self.fields["target"].choices = choices + dropped  # type: ignore[attr-defined]
        self.fields["target"].widget.choices = choices

    def place(self, section: Section) -> tuple[Section | None, int]:
        """Return the new parent and the index among its children, `section` itself not counted."""
        how, _colon, uuid = self.cleaned_data["target"].partition(":")
        if how == "first":
            return None, 0
        node = self._nodes.get(uuid)
        if node is None:
            raise ValidationError(_("This place does not exist any more."))
        if how == "below":
            return node.section, len(node.children)
        siblings = [
            one
            for one in self._nodes.values()
            if one.section.parent_id == node.section.parent_id and one.section.pk != section.pk
        ]
        parent = next((one.section for one in self._nodes.values() if one.section.pk == node.section.parent_id), None)
        return parent, siblings.index(node) + (how == "after")


def _name(node: Node) -> str:
    """Return how a section is called in a list of places."""
    heading = node.section.heading().text or str(node.section.organisation or "") or node.section.get_kind_display()
    return f"{node.number} {heading}".strip()
