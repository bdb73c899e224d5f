"""A quoted passage and other words in its place: found whatever its spaces, replaced with the markup around it kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amif_network.core.quotation import NotOnce, put_in_place, times_quoted
from amif_network.core.richtext import plain_text, sanitise

TEXT = (
    '<p>Le <strong>CPAS de Gand</strong> dit : « oui »<span data-fn="">Selon lui.</span> et l’immersion dure 6 mois.</p>'
    "<ul><li>un agent</li><li>deux agents</li></ul>"
    "<table><caption>Le calendrier</caption><tbody><tr><td>mai</td><td>juin</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("quote", "count"),
    [
        ("CPAS de Gand", 1),
        ("Le CPAS  de\nGand dit", 1),  # over markup, with other white space
        ("dit\u00a0: «\u00a0oui\u00a0»", 1),  # as the screen shows French punctuation
        ("dit: «oui»", 1),  # and as somebody types it
        ("« oui » et l'immersion", 1),  # over a footnote, with a straight apostrophe
        ("agent", 1),
        ("agents", 1),
        ("gent", 0),  # a part of a word is no quote of it
        ("un agent deux agents", 0),  # over two blocks
        ("Le calendrier", 1),
        ("juin", 1),
        ("Titre", 1),
        ("un", 1),
        ("dure 7 mois", 0),
        ("", 0),
        ("  \n ", 0),
    ],
)
def test_a_quote_is_found_whatever_its_white_space(quote, count):
    assert times_quoted("Titre", TEXT, quote) == count


def test_the_heading_counts_too():
    assert times_quoted("un agent", TEXT, "un agent") == 2


@pytest.mark.parametrize(
    ("quote", "words", "expected"),
    [
        ("CPAS de Gand", "CPAS de Liège", "<p>Le <strong>CPAS de Liège</strong> dit"),
        ("Le CPAS de Gand dit", "Le petit CPAS de Gand dit", "<p>Le petit <strong>CPAS de Gand</strong> dit"),
        ("« oui » et", "« non » et", 'dit : « non »<span data-fn="">Selon lui.</span> et l’immersion'),
        ("dure 6 mois", "dure 6 mois\nau plus", "l’immersion dure 6 mois<br>au plus.</p>"),
        ("dure 6 mois", "dure <b>7</b> mois", "dure &lt;b&gt;7&lt;/b&gt; mois"),
        ("deux agents", "trois agents", "<li>un agent</li><li>trois agents</li>"),
        ("juin", "juillet", "<td>mai</td><td>juillet</td>"),
        ("Le calendrier", "L'agenda", "<caption>L'agenda</caption>"),
    ],
)
def test_words_take_the_place_of_a_quote(quote, words, expected):
    heading, html = put_in_place("Titre", TEXT, quote, words)
    assert heading == "Titre"
    assert expected in html
    assert html == sanitise(html)


def test_words_take_their_place_in_the_heading():
    assert put_in_place("Titre ancien", TEXT, "ancien", "nouveau\net long") == ("Titre nouveau et long", TEXT)


@pytest.mark.parametrize(("quote", "count"), [("absent", 0), ("agent un", 0), ("de", 1)])
def test_what_does_not_stand_there_once_is_refused(quote, count):
    doubled = TEXT + "<p>de plus</p>" if count else TEXT
    with pytest.raises(NotOnce) as refused:
        put_in_place("", doubled, quote, "x")
    assert refused.value.count == (2 if count else 0)


def test_a_link_stays_a_link_under_its_new_words():
    html = '<p>Voir <a href="https://www.example.org/" rel="noopener noreferrer">le site</a> ici</p>'
    assert put_in_place("", html, "le site", "ce site")[1] == html.replace("le site", "ce site")


WORD = st.text(alphabet="abcdé", min_size=1, max_size=5)


@given(st.lists(WORD, min_size=1, max_size=12), st.lists(WORD, min_size=1, max_size=4), st.data())
def test_whatever_is_quoted_once_is_replaced_and_the_rest_stays(words, new, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote, html = " ".join(words[start:end]), f"<p>{' '.join(words)}</p>"
    count = times_quoted("", html, quote)
    assert count >= 1
    if count > 1:
        with pytest.raises(NotOnce):
            put_in_place("", html, quote, " ".join(new))
    else:
        _heading, replaced = put_in_place("", html, quote, " ".join(new))
        assert plain_text(replaced) == " ".join([*words[:start], *new, *words[end:]])
