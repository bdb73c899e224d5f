"""Icons, chips, bilingual text, language links and the mark of the current page."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from amif_network.core.bilingual import Localised
from amif_network.core.templatetags.portal import PLAIN, STATES, svg_element

ROOT = Path(settings.BASE_DIR)
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "img" / "icons.svg").read_text()))


def drawn(source: str, path: str = "", **context: object) -> str:
    template = Template("{% load portal %}" + source)
    if not path:
        return template.render(Context(context))
    return template.render(RequestContext(RequestFactory().get(path), context))


def test_an_icon_beside_a_word_is_silent() -> None:
    assert drawn('{% icon "pencil" %}') == (
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/img/icons.svg#pencil"></use></svg>'
    )


def test_an_icon_alone_says_its_name_escaped() -> None:
    assert drawn('{% icon "info" label %}', label='"Why?"') == (
        '<svg class="icon" role="img" aria-label="&quot;Why?&quot;"><use href="/static/img/icons.svg#info"></use></svg>'
    )


def test_a_chip_has_tone_icon_and_word() -> None:
    assert drawn('{% chip text "warning" "clock" %}', text="<late>") == (
        '<span class="ds-tag chip" data-color="warning"><svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/img/icons.svg#clock"></use></svg><span>&lt;late&gt;</span></span>'
    )


def test_a_chip_without_icon_is_a_word_in_a_tone() -> None:
    assert drawn('{% chip "2 of 3" %}') == '<span class="ds-tag chip" data-color="neutral"><span>2 of 3</span></span>'


def test_a_state_nobody_described_is_shown_plainly() -> None:
    assert f'data-color="{PLAIN.tone}"' in drawn('{% state_chip "unheard_of" "new" %}')


def test_every_state_has_an_icon_that_exists() -> None:
    assert {look.icon for look in [*STATES.values(), PLAIN]} - ICONS == set()


def test_every_icon_named_in_a_template_exists() -> None:
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\{% icon "([\w-]+)"|(?:action_icon|icon_name)="([\w-]+)"', path.read_text())
        for name in name
        if name
    }
    assert named - ICONS == set()
    assert len(named) > 10


def test_text_in_its_own_language_is_shown_bare() -> None:
    assert drawn("{% in_its_language text %}", text=Localised("R & D", "fr")) == "R &amp; D"


@pytest.mark.parametrize(("lang", "label"), [("nl", "in Dutch"), ("fr", "in French")])
def test_text_in_the_other_language_carries_it_and_a_label(lang: str, label: str) -> None:
    with translation.override(None):
        shown = drawn("{% in_its_language text %}", text=Localised("Netwerk", lang, fallback=True))
    assert shown == f'<span lang="{lang}">Netwerk</span> <span class="language-label">{label}</span>'


@pytest.mark.urls("tests.core.addresses")
def test_the_language_link_keeps_path_and_filters() -> None:
    assert drawn('{% language_url "nl" %}', path="/fr/meetings/7/?year=2022&page=3") == "/nl/meetings/7/?year=2022&amp;page=3"


@pytest.mark.urls("tests.core.addresses")
def test_the_language_link_of_an_unknown_page_leads_home() -> None:
    assert drawn('{% language_url "nl" %}', path="/fr/nowhere/") == "/nl/"


NAVIGATION = """
{% nav_link "home:home" "Home" %}
{% nav_link "meetings:list" "Meetings" but_not="meetings:import" %}
{% nav_link "meetings:import" "Import" %}
"""


@pytest.mark.urls("tests.core.addresses")
@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/fr/", ["page", "", ""]),
        ("/fr/meetings/", ["", "page", ""]),
        ("/fr/meetings/7/", ["", "true", ""]),
        ("/fr/meetings/import/", ["", "", "page"]),
        ("/fr/meetings/import/3/", ["", "", "true"]),
    ],
)
def test_the_navigation_marks_the_page_or_what_it_lies_below(path: str, marks: list[str]) -> None:
    with translation.override("fr"):
        assert re.findall(r'<li><a href="[^"]+"(?: aria-current="(\w+)")?>', drawn(NAVIGATION, path=path)) == marks


def test_a_drawing_enters_the_page_without_its_declaration() -> None:
    assert svg_element("<?xml version='1.0'?>\n<svg><path/></svg>") == "<svg><path/></svg>"


@pytest.mark.parametrize(("name", "expected"), [("title_fr", "fr"), ("day", "")])
def test_the_language_of_a_field_is_known_to_templates(name: str, expected: str) -> None:
    assert drawn("{{ name|field_language }}", name=name) == expected


@pytest.mark.parametrize(("lang", "written"), [("fr", "2 mars 2026, 9h09"), ("nl", "2 maart 2026, 9.09\u00a0uur")])
def test_a_moment_is_written_as_everywhere(lang, written) -> None:
    at = datetime(2026, 3, 2, 8, 9, tzinfo=UTC)
    with translation.override(lang):
        assert drawn("{{ at|long_moment }}", at=at) == written
        assert drawn("{{ at|clock }}", at=at) == written.partition(", ")[2]
        assert drawn("{{ at|long_moment }}{{ at|clock }}", at=None) == ""


@pytest.mark.parametrize(("lang", "written"), [("fr", "&lt;Lieu&gt;\u00a0: Gand"), ("nl", "&lt;Lieu&gt;: Gand")])
def test_a_colon_is_set_as_its_language_does(lang, written) -> None:
    with translation.override(lang):
        assert drawn("{{ what|colon }} Gand", what="<Lieu>") == written
        assert drawn("{% filter colon %}{{ what }}{% endfilter %} Gand", what="<Lieu>") == written


def test_a_french_title_is_spaced_and_a_dutch_one_is_not() -> None:
    title = "Bilan : et après ?"
    assert drawn("{% in_its_language text %}", text=Localised(title, "fr")) == "Bilan\u00a0: et après\u202f?"
    assert drawn("{% in_its_language text %}", text=Localised("Balans : en nu ?", "nl")) == "Balans : en nu ?"
