"""Ask the page of search, and read its answer as a reader does."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

SEARCH = reverse("search:search")
_TITLE = re.compile(r'<h3 class="search__title"><a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_SNIPPET = re.compile(r'<p class="search__snippet"[^>]*>(.*?)</p>', re.DOTALL)


def page(client: Client, words: str, **filters: Any) -> str:
    """Return the answer to some words, without the box in its head."""
    response = client.get(SEARCH, {"q": words, **filters})
    assert response.status_code == 200
    return response.content.decode().partition('<main id="main"')[2]


def titles(client: Client, words: str, **filters: Any) -> list[str]:
    """Return the titles of the hits, best first."""
    return [plain(title) for _address, title in _TITLE.findall(page(client, words, **filters))]


def addresses(client: Client, words: str, **filters: Any) -> list[str]:
    """Return the addresses of the hits, best first."""
    return [unescape(address) for address, _title in _TITLE.findall(page(client, words, **filters))]


def snippets(client: Client, words: str) -> list[str]:
    """Return the snippets of the hits as they stand in the page."""
    return _SNIPPET.findall(page(client, words))


def count(client: Client, words: str) -> str:
    """Return what the page says about how many were found."""
    found = re.search(r'role="status">(.*?)</p>', page(client, words), re.DOTALL)
    return plain(found[1]) if found else ""


def plain(html: str) -> str:
    """Return the words of some HTML on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
