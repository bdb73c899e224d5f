"""The form field of rich text: what it shows, what it takes, what it refuses."""

import json
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils.translation import override

from amif_network.core.editor import MAX_LENGTH, WORDS, RichTextField


class TextForm(forms.Form):
    html = RichTextField(label="Texte", required=False)


def sent(html: str, notation: str | None = None, **more: str) -> TextForm:
    return TextForm({"html": html, **({"html-notation": notation} if notation else {}), **more})


@pytest.mark.parametrize(
    ("typed", "notation", "stored"),
    [
        ("<p>a <b>b</b></p><script>c</script>", "html", "<p>a <strong>b</strong></p>"),
        ("<p>a</p>", None, "<p>a</p>"),
        ("<p>a</p>", "?", "<p>a</p>"),
        ("## a\r\n\r\n- **b**", "plain", "<h3>a</h3><ul><li><strong>b</strong></li></ul>"),
        ("<script>a</script>", "plain", "<p>&lt;script&gt;a&lt;/script&gt;</p>"),
        (" \r\n ", "plain", ""),
        ("<p></p>", "html", ""),
    ],
)
def test_either_notation_is_cleaned_into_the_stored_form(typed: str, notation: str | None, stored: str) -> None:
    form = sent(typed, notation)
    assert form.is_valid()
    assert form.cleaned_data == {"html": stored}


def test_a_text_that_is_asked_for_needs_words() -> None:
    form = sent("<p> <br></p>", "html")
    form.fields["html"].required = True
    assert form.has_error("html", "required")


def test_a_text_longer_than_anyone_writes_is_refused() -> None:
    assert sent("x" * MAX_LENGTH, "html").is_valid()
    assert sent("x" * (MAX_LENGTH + 1), "html").has_error("html", "max_length")
    assert sent("x" * (MAX_LENGTH + 1), "plain").has_error("html", "max_length")


@pytest.mark.parametrize(
    ("typed", "notation", "changed"),
    [
        ("<div>a\u00a0b</div>", "html", False),
        ("a  b", "plain", False),
        ("a c", "plain", True),
        ("<p>a <em>b</em></p>", "html", True),
        ("", "html", True),
    ],
)
def test_only_what_a_reader_sees_is_a_change(typed: str, notation: str, changed: bool) -> None:
    form = TextForm({"html": typed, "html-notation": notation}, initial={"html": "<p>a b</p>"})
    assert form.has_changed() is changed


def test_a_text_that_may_not_be_changed_never_did() -> None:
    form = TextForm({"html": "x"}, initial={"html": "<p>a</p>"})
    form.fields["html"].disabled = True
    assert form.has_changed() is False


def shown(form: TextForm) -> str:
    return str(form["html"])


def test_the_page_holds_both_forms_of_the_text() -> None:
    page = shown(TextForm(initial={"html": '<p>a &amp; <em>b</em> "c"</p>'}))
    assert 'data-html="&lt;p&gt;a &amp;amp; &lt;em&gt;b&lt;/em&gt; &quot;c&quot;&lt;/p&gt;"' in page
    assert ">\na &amp; *b* &quot;c&quot;</textarea>" in page
    assert '<input type="hidden" name="html-notation" value="plain" autocomplete="off">' in page


def test_what_comes_back_is_clean_in_both_forms() -> None:
    page = shown(sent("<p onclick=x>a</p><script>window.hit=1</script>", "html"))
    assert 'data-html="&lt;p&gt;a&lt;/p&gt;"' in page
    assert "window.hit" not in page


def test_two_forms_on_a_page_keep_their_notations_apart() -> None:
    form = TextForm(
        {"fr-html": "- a", "fr-html-notation": "plain", "nl-html": "<p>b</p>", "nl-html-notation": "html"}, prefix="fr"
    )
    assert form.is_valid()
    assert form.cleaned_data == {"html": "<ul><li>a</li></ul>"}


def words_in(lang: str) -> dict[str, Any]:
    with override(lang):
        script = engines["django"].from_string("{% load editor %}{% editor_words %}").render()
    assert script.startswith('<script id="editor-words" type="application/json">')
    return json.loads(script.removesuffix("</script>").partition(">")[2])


def test_the_script_gets_its_words_in_the_language_of_the_page() -> None:
    french, dutch = words_in("fr"), words_in("nl")
    assert set(french["words"]) == set(dutch["words"]) == set(WORDS)
    assert french["words"]["bold"] != dutch["words"]["bold"]
    assert french["icons"].endswith("/editor-icons.svg")
