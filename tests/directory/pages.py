"""What tests of pages need: addresses, and the words of an answer as a reader sees them."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.meetings.pages import sent_by


def address(name: str, *args: object, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"directory:{name}", args=args)


def main_of(response: HttpResponse) -> str:
    """Return the content of <main>."""
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def words(response: HttpResponse) -> str:
    """Return the text of <main>, without tags and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main_of(response))).split())


def corrected(client: Client, target: str, typed: dict[str, Any]) -> HttpResponse:
    """Open the form at `target`, type into some of its fields and send it, as a browser does."""
    return client.post(target, sent_by(client.get(target)) | typed)


def row_heads(response: HttpResponse) -> list[str]:
    """Return the first cell of every row of the page's table."""
    cells = re.findall(r'<th scope="row">(.*?)</th>', main_of(response), flags=re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in cells]
