"""A writer as the page's script is one: types words, saves them, loses the answer, tries again, decides collisions."""

import http.client
import json
import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Protocol
from urllib.parse import urlencode

BLOCK = re.compile(r"<p>.*?</p>", re.DOTALL)
CHOICE = re.compile(r'name="(choice-\d+)"')
WORD = re.compile(r"mot\d+x\d+")
HTML = re.compile(r'data-html="([^"]*)"')
BASE = re.compile(r'name="base" value="(\d+)"')
STANDING = re.compile(r'name="standing" value="(\d+)"')
# A text that grows for ever would measure something else.
LONGEST = 60


# What a server answers that stands before one that is away, and the portal while its database is: ask again.
AWAY = (http.client.BAD_GATEWAY, http.client.SERVICE_UNAVAILABLE, http.client.GATEWAY_TIMEOUT)


class Unreachable(OSError):
    """No answer came, or none that says so: whether the server has the words is not known."""


class Portal(Protocol):
    """Where a writer sends words: how to connect, and what a browser would say of where the form stood."""

    headers: Mapping[str, str]

    def connection(self) -> http.client.HTTPConnection:
        """Return a fresh connection."""


@dataclass
class Place:
    """A text as one open editor holds it."""

    address: str
    html: str = ""
    base: int = 0
    session: str = field(default_factory=lambda: str(uuid.uuid4()))
    seq: int = 0


@dataclass
class Writer:
    """One person with a text open in each section; `typed` are the words, `declined` those decided against."""

    number: int
    server: Portal
    cookies: str
    token: str
    places: list[Place]
    chance: random.Random
    typed: list[str] = field(default_factory=list)
    declined: set[str] = field(default_factory=set)
    requests: int = 0
    # How often no answer came, by what was said.
    retries: Counter[str] = field(default_factory=Counter)

    def write(self, until: float, most: int) -> None:
        """Type and save until the time (monotonic seconds) or `most` requests are used up, then save what is left."""
        while time.monotonic() < until and self.requests < most:
            place = self.chance.choice(self.places)
            self._type(place)
            if self.chance.random() < 0.8:
                self._save(place)
            time.sleep(self.chance.uniform(0.01, 0.1))
        for place in self.places:
            self._save(place, patience=120)

    def _type(self, place: Place) -> None:
        """Put a new word somewhere: into a paragraph that stands, or as a paragraph of its own."""
        word = f"mot{self.number}x{len(self.typed)}"
        self.typed.append(word)
        blocks = BLOCK.findall(place.html)
        if blocks and (self.chance.random() < 0.5 or len(blocks) >= LONGEST):
            at = self.chance.randrange(len(blocks))
            blocks[at] = blocks[at].replace("</p>", f" {word}</p>")
        else:
            blocks.insert(self.chance.randrange(len(blocks) + 1), f"<p>{word}</p>")
        place.html = "".join(blocks)
        place.seq += 1

    def _save(self, place: Place, patience: float = 30) -> None:
        """Save one text; without an answer try again with the same base, typing on now and then meanwhile."""
        until = time.monotonic() + patience
        while True:
            try:
                status, body = self._request("POST", f"{place.address}save/", self._fields(place))
            except Unreachable:
                if time.monotonic() > until:
                    raise
                time.sleep(self.chance.uniform(0.1, 0.5))
                continue
            break
        answer = json.loads(body)
        state = answer["state"]
        if status == http.client.OK:
            self._go_on(place, answer)
        elif state == "conflict":
            self._decide(place, str(answer["html"]), str(answer["url"]))
        else:
            raise RuntimeError(f"The server answered {status} {state}.")

    def _fields(self, place: Place) -> dict[str, object]:
        return {
            "heading": "", "html": place.html, "html-notation": "html", "base": place.base,
            "session": place.session, "seq": place.seq,
            "other_rev": 0, "checkpoint": "1" if self.chance.random() < 0.1 else "",
        }  # fmt: skip

    def _go_on(self, place: Place, answer: dict[str, object]) -> None:
        """Go on from the answer; a merged text is taken over, or the person has typed on already."""
        if answer["state"] == "merged" and self.chance.random() < 0.7:
            place.html, place.base = str(answer["html"]), int(str(answer["revision"]))
        else:
            place.base = int(str(answer["base"]))

    def _decide(self, place: Place, html: str, address: str) -> None:
        """Choose at random for every disputed passage, then open the text afresh."""
        fields = {name: self.chance.choice(["mine", "theirs", "both"]) for name in sorted(set(CHOICE.findall(html)))}
        if set(fields.values()) != {"both"}:
            self.declined |= set(WORD.findall(html))
        standing = STANDING.search(html)
        # Unanswered, or asked again because the text moved on, it stays among the versions that wait for a decision.
        with suppress(Unreachable):
            self._request("POST", address, {**fields, "standing": standing.group(1) if standing else ""})
        self._open(place)

    def _open(self, place: Place) -> None:
        """Open the text as a person does: a new tab, the words that stand and their version."""
        while True:
            with suppress(Unreachable):
                status, page = self._request("GET", place.address)
                html, base = HTML.search(page), BASE.search(page)
                if status != http.client.OK or html is None or base is None:
                    raise RuntimeError(f"The page of the editor answered {status}.")
                place.html, place.base, place.session = unescape(html.group(1)), int(base.group(1)), str(uuid.uuid4())
                return
            time.sleep(0.3)

    def _request(self, method: str, address: str, fields: dict[str, object] | None = None) -> tuple[int, str]:
        """Ask the server. Raises Unreachable when it gives no whole answer."""
        self.requests += 1
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        headers = {"Cookie": self.cookies, "X-CSRFToken": self.token, **self.server.headers, **form}
        accept = {"Accept": "application/json"} if address.endswith("save/") else {}
        connection = self.server.connection()
        try:
            connection.request(method, address, urlencode(fields or {}), headers | accept)
            answer = connection.getresponse()
            status, body = answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise self._missed(str(error)) from error
        finally:
            connection.close()
        if status in AWAY:
            raise self._missed(str(status))
        return status, body

    def _missed(self, reason: str) -> Unreachable:
        self.retries[reason] += 1
        return Unreachable(reason)
