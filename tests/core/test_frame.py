"""The frame around every page is kept once drawn: nobody gets that of somebody else, of another page or another language."""

import re

import pytest
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver
from django.utils.functional import Promise

from tests.factories.accounts import UserFactory


def menu(response: HttpResponse) -> dict[str, str]:
    """Return the items of the main menu and how each is marked."""
    found = re.search(r'<ul class="navigation__list".*?</ul>', response.content.decode(), re.DOTALL)
    items = re.findall(r'<li><a href="([^"]+)"(?: aria-current="(\w+)")?>', found[0])
    return dict(items)


def test_each_role_has_its_own_menu_whoever_came_before(
    signed_in, french_coordinator, host_member, administrator, observer
) -> None:
    shown = [set(menu(signed_in(user).get("/fr/"))) for user in (french_coordinator, host_member, administrator, observer)]
    again = [set(menu(signed_in(user).get("/fr/"))) for user in (french_coordinator, host_member, administrator, observer)]
    assert again == shown
    everybody = {
        "/fr/",
        "/fr/meetings/",
        "/fr/calls/",
        "/fr/meetings/registers/",
        "/fr/directory/organisations/",
        "/fr/directory/people/",
    }
    member = everybody | {"/fr/alerts/", "/fr/meetings/reviews/", "/fr/partnerships/"}
    coordinating = member | {"/fr/meetings/translations/", "/fr/manage/"}
    assert shown == [coordinating, member, coordinating, everybody]


def test_the_menu_marks_the_page_it_stands_on(signed_in, host_member) -> None:
    client = signed_in(host_member)
    for address in ("/fr/", "/fr/calls/", "/fr/directory/people/", "/fr/"):
        assert {item for item, mark in menu(client.get(address)).items() if mark} == {address}


def test_an_address_that_is_no_page_is_marked_by_what_it_lies_below(signed_in, host_member) -> None:
    client = signed_in(host_member)
    for address, item in (
        ("/fr/calls/no-such/", "/fr/calls/"),
        ("/fr/meetings/no-such/", "/fr/meetings/"),
        ("/fr/no-such/", None),
    ):
        response = client.get(address)
        assert response.status_code == 404
        assert [one for one, mark in menu(response).items() if mark] == ([item] if item else [])


def test_menu_footer_and_dialog_speak_the_language_of_the_address(signed_in, host_member) -> None:
    client = signed_in(host_member)
    words = {"fr": ("Menu principal", "Apparence", "Annuler"), "nl": ("Hoofdmenu", "Weergave", "Annuleren")}
    for lang in ("fr", "nl", "fr"):
        page = client.get(f"/{lang}/").content.decode()
        assert [f">{word}<" in page or f'="{word}"' in page for word in words[lang]] == [True] * 3
        assert [f">{word}<" in page or f'="{word}"' in page for word in words["nl" if lang == "fr" else "fr"]] == [False] * 3
        assert menu(client.get(f"/{lang}/"))[f"/{lang}/"] == "page"


def test_the_masthead_names_who_is_signed_in_and_carries_their_own_token(db, signed_in) -> None:
    one, two = UserFactory(coordinator=True, email="one@example.org"), UserFactory(coordinator=True, email="two@example.org")
    pages = [signed_in(user).get("/fr/").content.decode() for user in (one, two)]
    assert [("one@example.org" in page, "two@example.org" in page) for page in pages] == [(True, False), (False, True)]
    assert [f'data-user="{user.pk}"' in page for user, page in zip((one, two), pages, strict=True)] == [True, True]
    tokens = {re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1] for page in pages}
    assert len(tokens) == 2


def routes(resolver: URLResolver) -> list[object]:
    """Return the written patterns of all addresses below `resolver`."""
    own = [getattr(resolver.pattern, "_route", ""), getattr(resolver.pattern, "_regex", "")]
    below = [
        routes(one) if isinstance(one, URLResolver) else [getattr(one.pattern, "_route", "")] for one in resolver.url_patterns
    ]
    return own + [route for found in below for route in found]


def test_no_address_is_translated_but_for_its_prefix() -> None:
    found = routes(get_resolver())
    assert len(found) > 100
    assert [route for route in found if isinstance(route, Promise)] == []


@pytest.mark.parametrize("address", ["/fr/calls/?q=42&phase=open", "/fr/"])
def test_the_other_language_keeps_the_page_and_its_filters(signed_in, host_member, address: str) -> None:
    page = signed_in(host_member).get(address).content.decode()
    assert f'href="{address.replace("/fr/", "/nl/").replace("&", "&amp;")}" lang="nl"' in page
    assert f'href="{address.replace("&", "&amp;")}" lang="fr"' in page
