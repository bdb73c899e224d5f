"""French no-break spaces are put in where French sets them, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amif_network.core.typography import french_spacing, spaced


def shown(text: str) -> str:
    """The spaced text with its invisible spaces made visible: ~ is a no-break space, ^ a narrow one."""
    return french_spacing(text).replace("\u00a0", "~").replace("\u202f", "^")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Présents: Lisa", "Présents~: Lisa"),
        ("Présents : Lisa", "Présents~: Lisa"),
        ("Remarques :", "Remarques~:"),
        ("Vraiment?", "Vraiment^?"),
        ("Vraiment ?", "Vraiment^?"),
        ("Vraiment?!", "Vraiment^?!"),
        ("Non ! Si ; peut-être.", "Non^! Si^; peut-être."),
        ("etc.; puis", "etc.^; puis"),
        ("(à voir) ; suite", "(à voir)^; suite"),
        ("« quatrième pilier »", "«~quatrième pilier~»"),
        ("«quatrième pilier»", "«~quatrième pilier~»"),
        ("Il dit «oui» ?", "Il dit «~oui~»^?"),
        ("une subvention de 1 300 000 euros", "une subvention de 1~300~000 euros"),
        ("max. 15 % du projet", "max. 15~% du projet"),
        ("47 500 € par an", "47~500~€ par an"),
        ("c'est fini…  !", "c'est fini…^!"),
    ],
)
def test_french_sets_no_break_spaces(typed: str, printed: str) -> None:
    assert shown(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "de 14:15 à 14:25",
        "voir https://www.mi-is.be/fr?x=1;y=2 pour la suite",
        "https://exemple.be/a:b!c",
        "écrire à mailto:reseau@exemple.be",
        "www.exemple.be?page=2",
        "le rapport 3:2",
        "C:\\Documents",
        "(?) et [!]",
        "un smiley :-) ou ;-)",
        "a < b et c > d",
        "Le mot juste.",
        "le 17/08/2021, à 9h00",
        "",
    ],
)
def test_what_is_not_punctuation_of_a_sentence_stays(typed: str) -> None:
    assert french_spacing(typed) == typed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("<p><strong>Présents</strong>: Lisa</p>", "<p><strong>Présents</strong>~: Lisa</p>"),
        ("<p><strong>Présents:</strong> Lisa</p>", "<p><strong>Présents~:</strong> Lisa</p>"),
        ("<p>« <em>oui</em> »</p>", "<p>«~<em>oui</em>~»</p>"),
        ("<p>«<em>oui</em>»</p>", "<p>«~<em>oui</em>~»</p>"),
        ("<p>Oui</p><p>: non</p>", "<p>Oui</p><p>: non</p>"),
        ('<a href="https://x.be/?a;b">lien</a> !', '<a href="https://x.be/?a;b">lien</a>^!'),
        ("Recherche &amp; développement; suite", "Recherche &amp; développement^; suite"),
        ("CPAS &amp; partenaires", "CPAS &amp; partenaires"),
        ("a&amp;b!", "a&amp;b^!"),
        ("<!-- note: interne! --><p>Oui!</p>", "<!-- note: interne! --><p>Oui^!</p>"),
        ("<p>Titre<br>: suite</p>", "<p>Titre<br>: suite</p>"),
    ],
)
def test_html_is_spaced_across_inline_tags_and_untouched_inside_them(typed: str, printed: str) -> None:
    assert shown(typed) == printed


def test_a_passage_in_another_language_keeps_its_own_spaces() -> None:
    typed = '<p>Le «voorstel»: <span lang="nl">wat nu? <em>Ja!</em></span> Oui!</p>'
    assert shown(typed) == '<p>Le «~voorstel~»~: <span lang="nl">wat nu? <em>Ja!</em></span> Oui^!</p>'


def test_only_french_is_spaced() -> None:
    assert spaced("Wat nu?", "nl") == "Wat nu?"
    assert spaced("Et alors?", "fr") == "Et alors\u202f?"


PHRASES = st.text(alphabet=st.sampled_from("ab1 :;!?«»()….<>/&\u00a0\u202fé%€"), max_size=40)


@given(PHRASES)
def test_spacing_twice_changes_nothing_more(typed: str) -> None:
    once = french_spacing(typed)
    assert french_spacing(once) == once


@given(PHRASES)
def test_only_spaces_are_ever_changed(typed: str) -> None:
    assert re.sub(r"\s", "", french_spacing(typed)) == re.sub(r"\s", "", typed)
