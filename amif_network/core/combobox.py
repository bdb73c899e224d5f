"""A box that completes what is typed from records of the portal, and is a plain box of text without JavaScript.

Two things are sent: the text, and for every name in it the option that was chosen ("12|Lisa Asselman", or
"new|Lisa Asselman" to create a record). A choice counts only as long as the name it was made for still
stands in the text; any other name is matched by the server, which asks back where it is not certain.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model
from django.urls import reverse

from .inputs import refuse_control_characters

NEW = "new"
# Several hundred names; longer text is no list of names.
LONGEST_TEXT = 10_000


class Typed(NamedTuple):
    """What came out of a combobox: the text, and the options chosen for names in it ("12|Lisa Asselman")."""

    text: str = ""
    picks: tuple[str, ...] = ()

    @classmethod
    def of(cls, *records: Model | None) -> "Typed":
        """Return what a combobox holds when exactly `records` are chosen."""
        chosen = [record for record in records if record is not None]
        return cls(", ".join(str(one) for one in chosen), tuple(pick(one.pk, str(one)) for one in chosen))

    @classmethod
    def new(cls, name: str) -> "Typed":
        """Return what a combobox holds when a new record called `name` is asked for."""
        return cls(name, (pick(NEW, name),))

    def names(self) -> list[str]:
        """Return the names of a list: separated by commas or semicolons, each once."""
        parts = [" ".join(part.split()) for part in self.text.replace(";", ",").split(",")]
        return list(dict.fromkeys(part for part in parts if part))

    def chosen(self, name: str) -> str:
        """Return the key of the option chosen for `name`: digits, "new", or "" where none was."""
        for one in self.picks:
            key, _bar, meant = one.partition("|")
            if meant == name and (key == NEW or (key.isascii() and key.isdigit() and len(key) < 19)):
                return key
        return ""


def pick(key: object, name: str) -> str:
    """Write the choice of the record `key` for the words `name`."""
    return f"{key}|{name}"


@dataclass(frozen=True, slots=True)
class Question:
    """What the server asks back: which of `options` (pairs of pick and label) is meant by `name`?"""

    name: str
    options: list[tuple[str, str]] = field(default_factory=list)
    create: bool = True

    @property
    def new(self) -> str:
        """The pick that asks for a new record of this name."""
        return pick(NEW, self.name)


class Combobox(forms.Widget):
    """The box; static/js/combobox.js gives it the list of the ARIA pattern."""

    template_name = "forms/widgets/combobox.html"

    def __init__(self, source: str, *, multiple: bool = False, create: bool = True, attrs: dict[str, Any] | None = None) -> None:
        """Complete from the address named `source`; `create` offers a new record as the last option."""
        super().__init__(attrs)
        self.source, self.multiple, self.create = source, multiple, create
        self.on = ""
        self.questions: list[Question] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> "Combobox":
        """Every form has boxes of its own, and they ask questions of their own."""
        copied = super().__deepcopy__(memo)
        copied.questions = []
        return copied

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address of the options, the choices made and the questions still open."""
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        asked = {question.name for question in self.questions}
        kept = [one for one in typed.picks if one.partition("|")[2] not in asked]
        context["widget"].update(
            type="text", value=typed.text, picks=kept, source=reverse(self.source), on=self.on,
            multiple=self.multiple, create=self.create, questions=self.questions,
            new=any(one.startswith(f"{NEW}|") for one in kept),
        )  # fmt: skip
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        """Read the text and the choices."""
        picks = data.getlist(f"{name}_pick") if hasattr(data, "getlist") else data.get(f"{name}_pick", ())
        return Typed(data.get(name) or "", tuple(one for one in picks if one))


class ComboboxField(forms.Field):
    """A field that returns `Typed`; whoever owns the records turns it into them (`resolve` in the forms of an app)."""

    widget: Combobox

    def prepare_value(self, value: Any) -> Any:
        """Show a record by its name."""
        return Typed.of(value) if isinstance(value, Model) else value

    def to_python(self, value: Any) -> Typed:
        """Return the text on one line, with the choices. Raises ValidationError for control characters."""
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        text = " ".join(typed.text.split())
        forms.CharField(max_length=LONGEST_TEXT, required=False).clean(text)
        refuse_control_characters(text)
        return Typed(text, typed.picks)

    def validate(self, value: Typed) -> None:
        """Refuse an empty box where something is required."""
        super().validate(value.text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the texts; the choices alone are no change."""
        before = initial.text if isinstance(initial, Typed) else str(initial or "")
        return before != (data.text.strip() if isinstance(data, Typed) else str(data or ""))
