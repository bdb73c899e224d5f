"""What the includes of templates/components/ draw from their parameters, and what they leave out."""

from collections.abc import Iterator

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from lxml import html


@pytest.fixture(autouse=True)
def messages_as_written() -> Iterator[None]:
    with translation.override(None):
        yield


def drawn(source: str, path: str = "/fr/meetings/", **context: object) -> html.HtmlElement:
    body = engines["django"].from_string(source).render(context, RequestFactory().get(path))
    return html.fromstring(f"<body>{body}</body>")


def include(name: str, **parameters: object) -> html.HtmlElement:
    """Draw a component with these parameters and nothing else, as pages do."""
    given = " ".join(f"{key}={key}" for key in parameters)
    path = str(parameters.pop("path_of_page", "/fr/meetings/"))
    given = given.replace("path_of_page=path_of_page", "")
    words = f"with {given}" if given.strip() else ""
    return drawn(f'{{% include "components/{name}.html" {words} only %}}', path, **parameters)


def words(root: html.HtmlElement, xpath: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in root.xpath(xpath)]


def test_a_page_header_is_a_title() -> None:
    root = include("page_header", title="Meetings")
    assert words(root, "//h1") == ["Meetings"]
    assert root.xpath("//a|//nav") == []


def test_a_page_header_leads_up_and_on() -> None:
    root = include(
        "page_header",
        title="Agenda",
        lead="Who speaks when.",
        parent_url="/m/7/",
        parent_label="Brussels",
        grandparent_url="/m/",
        grandparent_label="Meetings",
        action_url="/m/7/new/",
        action_label="New item",
        action_icon="plus",
    )
    assert [(link.get("href"), " ".join(link.text_content().split())) for link in root.xpath("//a")] == [
        ("/m/", "Meetings"),
        ("/m/7/", "Brussels"),
        ("/m/7/new/", "New item"),
    ]
    assert root.xpath("//nav/@aria-label") == ["You are here"]


def test_an_empty_state_says_what_to_do_next() -> None:
    assert words(include("empty_state", text="Nothing yet."), "//p") == ["Nothing yet."]
    root = include("empty_state", text="Nothing yet.", action_url="/new/", action_label="Begin")
    assert root.xpath("//a/@href") == ["/new/"]


def test_one_page_needs_no_pagination() -> None:
    assert include("pagination", page=Paginator([1, 2], 10).page(1)).xpath("//nav") == []


@pytest.mark.parametrize(
    ("number", "links"),
    [
        (1, {"next": "?year=2022&page=2"}),
        (2, {"prev": "?year=2022&page=1", "next": "?year=2022&page=3"}),
        (3, {"prev": "?year=2022&page=2"}),
    ],
)
def test_pagination_keeps_the_filters(number: int, links: dict[str, str]) -> None:
    root = include("pagination", page=Paginator(range(25), 10).page(number), path_of_page=f"/fr/?year=2022&page={number}")
    assert {link.get("rel"): link.get("href") for link in root.xpath("//a")} == links
    assert words(root, '//li[@class="pagination__place"]') == [f"Page {number} of 3"]


@pytest.mark.parametrize(
    ("sort", "direction", "address"),
    [
        ("date", "ascending", "?year=2022&sort=-date"),
        ("-date", "descending", "?year=2022&sort=date"),
        ("title", None, "?year=2022&sort=date"),
    ],
)
def test_a_column_says_and_turns_its_order(sort: str, direction: str | None, address: str) -> None:
    page = "/fr/?year=2022&page=4"
    table = drawn(
        '<table><tr>{% include "components/sort_header.html" with label="Date" key="date" sort=sort only %}</tr></table>',
        page,
        sort=sort,
    )
    (header,) = table.xpath("//th")
    assert header.get("aria-sort") == direction
    assert header.xpath("./a/@href") == [address]


class Filters(forms.Form):
    year = forms.ChoiceField(label="Year", choices=[("", "All"), ("2022", "2022")], required=False)


@pytest.mark.parametrize(("active", "links"), [(True, ["?"]), (False, [])])
def test_filters_are_sent_in_the_address_and_can_be_cleared(active: bool, links: list[str]) -> None:
    root = include("filter_bar", form=Filters(), label="Filter meetings", active=active)
    (form,) = root.xpath("//form")
    assert (form.get("method"), form.get("role"), form.get("aria-label")) == ("get", "search", "Filter meetings")
    assert form.xpath(".//select/@name") == ["year"]
    assert form.xpath(".//a/@href") == links


def test_tabs_mark_the_part_one_is_in() -> None:
    items = [
        {"url": "?fr", "label": "Français", "current": True, "count": None, "lang": "fr"},
        {"url": "?nl", "label": "Nederlands", "current": False, "count": "9/12", "lang": "nl"},
    ]
    root = include("tabs", label="Language", items=items)
    assert [(link.get("href"), link.get("lang"), link.get("aria-current")) for link in root.xpath("//a")] == [
        ("?fr", "fr", "page"),
        ("?nl", "nl", None),
    ]
    assert words(root, "//a") == ["Français", "Nederlands (9/12)"]


def test_facts_pair_terms_and_values() -> None:
    root = include("facts", items=[("Date", "21 April 2022"), ("Place", "Brussels")])
    assert list(zip(words(root, "//dt"), words(root, "//dd"), strict=True)) == [("Date", "21 April 2022"), ("Place", "Brussels")]


def test_a_step_is_a_form_that_can_ask_first() -> None:
    root = include("post_button", action="/m/7/publish/", label="Publish", csrf_token="t0ken", confirm="Publish now?")
    (form,) = root.xpath("//form")
    assert (form.get("method"), form.get("action")) == ("post", "/m/7/publish/")
    assert form.xpath('./input[@name="csrfmiddlewaretoken"]/@value') == ["t0ken"]
    (button,) = form.xpath("./button")
    assert (button.get("type"), button.get("data-amif-confirm"), button.get("data-color")) == ("submit", "Publish now?", None)


@pytest.mark.parametrize(
    ("level", "role", "tone"),
    [
        (constants.ERROR, "alert", "danger"),
        (constants.WARNING, "status", "warning"),
        (constants.SUCCESS, "status", "success"),
        (constants.INFO, "status", "info"),
    ],
)
def test_only_an_error_interrupts(level: int, role: str, tone: str) -> None:
    root = include("messages", messages=[Message(level, "Read this.")])
    assert [(box.get("role"), box.get("data-color")) for box in root.xpath("//*[@role]")] == [(role, tone)]
    assert words(root, "//p") == ["Read this."]


def test_fragments_obey_the_content_security_policy() -> None:
    root = include("htmx")
    (config,) = root.xpath('//meta[@name="htmx-config"]/@content')
    assert '"allowEval": false' in config
    assert '"includeIndicatorStyles": false' in config
    assert [script.text for script in root.xpath("//script")] == [None]
