"""The frame around every page: language, landmarks, navigation by role, and the pages for when something fails."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error
from lxml import html

from amif_network.accounts.models import User


def page_of(client: Client, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).content)


def texts(root: html.HtmlElement, xpath: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in root.xpath(xpath)]


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_sign_in_says_its_language_and_has_one_title_and_one_main_part(lang: str) -> None:
    root = page_of(Client(), f"/{lang}/accounts/login/")
    assert root.get("lang") == lang
    assert len(root.xpath("//h1")) == len(root.xpath("//main")) == 1
    assert root.xpath('//a[@class="skip-link"]/@href') == ["#" + root.xpath("//main")[0].get("id")]
    (title,) = texts(root, "//title")
    assert title.startswith(texts(root, "//h1")[0])


@pytest.mark.django_db
def test_sign_in_asks_for_two_things_and_offers_no_account() -> None:
    root = page_of(Client(), "/fr/accounts/login/")
    assert root.xpath('//main//input[not(@type="hidden")]/@name') == ["login", "password", "remember"]
    assert root.xpath("//main//input/@placeholder") == []
    assert "/fr/accounts/signup/" not in root.xpath("//a/@href")
    assert "/fr/accounts/password/reset/" in root.xpath("//main//a/@href")


@pytest.mark.django_db
def test_the_language_switch_keeps_where_one_wanted_to_go() -> None:
    root = page_of(Client(), "/fr/accounts/login/?next=/fr/profile/")
    switch = root.xpath('//nav[@class="language-switch"]//a')
    assert [(link.get("lang"), link.get("hreflang"), link.get("aria-current"), link.get("href")) for link in switch] == [
        ("fr", "fr", "true", "/fr/accounts/login/?next=/fr/profile/"),
        ("nl", "nl", None, "/nl/accounts/login/?next=/fr/profile/"),
    ]


@pytest.mark.django_db
def test_the_menu_is_for_people_who_signed_in() -> None:
    assert page_of(Client(), "/fr/accounts/login/").xpath('//nav[@class="navigation"]') == []


DIRECTORY = ["directory:organisations", "directory:people"]
EVERYBODY = ["home:home", "meetings:list", "projects:calls", "meetings:registers", *DIRECTORY]
MEMBER = [
    "home:home", "alerts:alerts", "meetings:list", "meetings:reviews", "projects:calls", "partnerships:partnerships",
    "meetings:registers", *DIRECTORY,
]  # fmt: skip
COORDINATING = [*MEMBER[:7], "meetings:translations", *DIRECTORY, "home:management"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("observer", EVERYBODY),
        ("host_member", MEMBER),
        ("french_coordinator", COORDINATING),
        ("administrator", COORDINATING),
    ],
)
def test_the_menu_shows_what_a_role_may_use(who: str, expected: list[str], signed_in, request: pytest.FixtureRequest) -> None:
    user: User = request.getfixturevalue(who)
    root = page_of(signed_in(user), "/fr/profile/")
    with translation.override("fr"):
        assert root.xpath('//nav[@class="navigation"]//a/@href') == [reverse(name) for name in expected]


def test_one_signs_out_by_a_form_not_by_a_link(signed_in, observer: User) -> None:
    root = page_of(signed_in(observer), "/fr/profile/")
    (form,) = root.xpath('//header//form[@action="/fr/accounts/logout/"]')
    assert form.get("method") == "post"
    assert form.xpath('.//input[@name="csrfmiddlewaretoken"]')
    assert root.xpath('//a[@href="/fr/accounts/logout/"]') == []


@pytest.mark.parametrize(
    "address", ["/fr/accounts/password/change/", "/fr/accounts/email/", "/fr/accounts/2fa/", "/fr/accounts/logout/"]
)
def test_the_pages_of_the_account_stand_in_the_frame(address: str, signed_in, observer: User) -> None:
    root = page_of(signed_in(observer), address)
    assert root.get("lang") == "fr"
    assert len(root.xpath("//main//h1")) == 1
    assert len(root.xpath('//main//nav[@class="tabs"]//a')) == 6


def asked(user: User | None = None) -> HttpRequest:
    request = RequestFactory().get("/fr/nowhere/")
    if user:
        request.user = user
    return request


def test_a_missing_page_leads_home(signed_in, observer: User) -> None:
    client = signed_in(observer)
    response = client.get("/nl/nowhere/")
    root = html.fromstring(response.content)
    assert response.status_code == 404
    assert root.get("lang") == "nl"
    assert root.xpath("//main//a/@href") == ["/nl/"]


def test_a_refusal_says_its_reason(observer: User) -> None:
    refused = permission_denied(asked(observer), PermissionDenied("Approved minutes are not edited."))
    assert "Approved minutes are not edited." in html.fromstring(refused.content).xpath("//main")[0].text_content()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda: server_error(asked()), 500),
        (lambda: bad_request(asked(), ValueError("x")), 400),
        (lambda: csrf_failure(asked()), 403),
    ],
    ids=["error", "bad request", "expired form"],
)
def test_the_last_resort_speaks_both_languages_without_context(answer, status: int) -> None:
    response = answer()
    root = html.fromstring(response.content)
    assert response.status_code == status
    assert root.get("lang") == "fr"
    assert len(root.xpath("//h1")) == 1
    assert len(root.xpath('//main//*[@lang="nl"]//h2')) == 1


def test_an_unknown_page_needs_no_user() -> None:
    response = page_not_found(asked(), Exception())
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("tone", "icon"), [("danger", "error"), ("warning", "warning"), ("success", "check-circle"), ("info", "info")]
)
def test_a_notice_never_speaks_by_colour_alone(tone: str, icon: str) -> None:
    root = html.fromstring(render_to_string("components/notice.html", {"tone": tone, "text": "Read this."}))
    assert root.xpath(".//use/@href") == [f"/static/img/icons.svg#{icon}"]
    assert texts(root, ".//p") == ["Read this."]
