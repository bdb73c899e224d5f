"""Text that exists in French and in Dutch: which one to show, and saying so when it is the other.

Content lives in explicit columns (`title_fr`, `title_nl`); nothing is silently replaced: a caller
that shows text in the other language gets told so by `Localised.fallback`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES: tuple[str, str] = ("fr", "nl")


class Language(TextChoices):
    """The two languages as a choice in records and forms."""

    FRENCH = "fr", _("French")
    DUTCH = "nl", _("Dutch")


def other(lang: str) -> str:
    """Return the other of the two languages. Raises KeyError for a third one."""
    return {"fr": "nl", "nl": "fr"}[lang]


def active_language() -> str:
    """Return the interface language of the request as "fr" or "nl"; French where none is active."""
    code = (get_language() or "fr")[:2]
    return code if code in LANGUAGES else "fr"


def in_both(say: Callable[[], str]) -> dict[str, str]:
    """Return by language what `say` returns while that language is active."""
    said = {}
    for lang in LANGUAGES:
        with translation.override(lang):
            said[lang] = say()
    return said


@dataclass(frozen=True, slots=True)
class Localised:
    """A text with the language it is really in; `fallback` when that is not the one asked for."""

    text: str
    lang: str
    fallback: bool = False

    def __str__(self) -> str:
        return self.text


def localised(obj: object, field: str, lang: str) -> Localised:
    """Read `field` of `obj` in `lang`, or in the other language when that column is empty."""
    wanted = getattr(obj, f"{field}_{lang}")
    if wanted:
        return Localised(wanted, lang)
    spare = getattr(obj, f"{field}_{other(lang)}")
    return Localised(spare, other(lang), fallback=True) if spare else Localised("", lang)


class Bilingual:
    """Descriptor: `title = Bilingual()` reads `title_fr` or `title_nl` by the active language."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.field = name

    @overload
    def __get__(self, obj: None, owner: type) -> "Bilingual": ...

    @overload
    def __get__(self, obj: object, owner: type) -> Localised: ...

    def __get__(self, obj: Any, owner: type) -> "Bilingual | Localised":
        return self if obj is None else localised(obj, self.field, active_language())
