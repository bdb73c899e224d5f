"""What tests of pages about meetings need: addresses, the words of an answer, and what a browser sends."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override


def address(name: str, *args: object, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"meetings:{name}", args=args)


def main_of(response: HttpResponse) -> str:
    """Return the content of <main>."""
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def words(response: HttpResponse) -> str:
    """Return the text of <main>, without tags and with single spaces."""
    return text_of(main_of(response))


def text_of(html: str) -> str:
    """Return the text of a piece of HTML as a reader sees it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def cells(response: HttpResponse, tag: str = "th", scope: str = "row") -> list[str]:
    """Return the texts of the row headers of the page's tables."""
    found = re.findall(
        rf'<{tag}[^>]* scope="{scope}"[^>]*>(.*?)</{tag}>|<{tag} scope="{scope}">(.*?)</{tag}>', main_of(response), re.DOTALL
    )
    return [text_of("".join(pair)) for pair in found]


class _Fields(HTMLParser):
    """Collects what a browser would send of the last form with a given action."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._in_template = 0
        self._select: str | None = None
        self._chosen: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values: dict[str, Any] = dict(attrs)
        if tag == "template":
            self._in_template += 1
        if self._in_template:
            return
        if tag == "input" and values.get("name"):
            ticked = values.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in values:
                self.sent.append((values["name"], values.get("value", "on" if ticked else "") or ""))
        elif tag == "select":
            self._select, self._chosen = values.get("name"), None
        elif tag == "option" and self._select and (self._chosen is None or "selected" in values):
            self._chosen = values.get("value", "")
        elif tag == "textarea":
            self._area = values.get("name")
            self.sent.append((values.get("name", ""), ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[-1] = (self._area, self.sent[-1][1] + data.lstrip("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._in_template -= 1
        elif tag == "select" and self._select:
            self.sent.append((self._select, self._chosen or ""))
            self._select = None
        elif tag == "textarea":
            self._area = None


def sent_by(response: HttpResponse) -> dict[str, Any]:
    """Return what a browser would send when the main form of a page is submitted untouched."""
    form = main_of(response).rsplit("<form", 1)[1].split("</form>", 1)[0]
    reader = _Fields()
    reader.feed("<form" + form)
    data: dict[str, Any] = {}
    for name, value in reader.sent:
        if name.endswith("_pick"):
            data.setdefault(name, []).append(value)
        elif name != "csrfmiddlewaretoken":
            data[name] = value
    return data
