"""What tests of pages need: addresses, and the words of an answer as a reader sees them."""

import re
from html import unescape

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override


def address(name: str, *args: object, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"directory:{name}", args=args)


def main_of(response: HttpResponse) -> str:
    """Return the content of <main>."""
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def words(response: HttpResponse) -> str:
    """Return the text of <main>, without tags and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main_of(response))).split())


def row_heads(response: HttpResponse) -> list[str]:
    """Return the first cell of every row of the page's table."""
    cells = re.findall(r'<th scope="row">(.*?)</th>', main_of(response), flags=re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in cells]
