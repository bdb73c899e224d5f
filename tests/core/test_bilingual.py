"""Text in two languages: which one is shown, and that it says so."""

import pytest
from django.utils.translation import override

from amif_network.core.bilingual import Bilingual, Localised, active_language, localised, other


class Titled:
    title = Bilingual()

    def __init__(self, fr: str = "", nl: str = "") -> None:
        self.title_fr, self.title_nl = fr, nl


@pytest.mark.parametrize(
    ("fr", "nl", "lang", "expected"),
    [
        ("Accueil", "Onthaal", "fr", Localised("Accueil", "fr")),
        ("Accueil", "Onthaal", "nl", Localised("Onthaal", "nl")),
        ("Accueil", "", "nl", Localised("Accueil", "fr", fallback=True)),
        ("", "Onthaal", "fr", Localised("Onthaal", "nl", fallback=True)),
        ("", "", "nl", Localised("", "nl")),
    ],
)
def test_reads_the_language_asked_for_else_the_other_and_says_so(fr, nl, lang, expected) -> None:
    assert localised(Titled(fr, nl), "title", lang) == expected
    with override(lang):
        assert Titled(fr, nl).title == expected


def test_there_are_two_languages() -> None:
    assert (other("fr"), other("nl")) == ("nl", "fr")
    with pytest.raises(KeyError):
        other("de")


@pytest.mark.parametrize(("code", "expected"), [("fr", "fr"), ("nl-be", "nl"), ("de", "fr"), (None, "fr")])
def test_the_active_language_is_one_of_the_two(code, expected) -> None:
    with override(code):
        assert active_language() == expected
