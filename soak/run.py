"""One run: a database of its own, the server, its writers, and the count at the end."""

import atexit
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connections
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse
from django.utils import timezone, translation

from amif_network.accounts.models import Role, User
from meetings.models import Meeting, Minutes, Section, SectionRevision, SectionText

from .server import Server
from .writer import WORD, Place, Writer

SECTIONS = 3


@dataclass(frozen=True)
class Outcome:
    """How many different words were typed, and how many of them are kept."""

    written: int
    found: int
    report: str

    @property
    def lost(self) -> int:
        """Words that are in no text, in no version that waits for a decision, and not in the history by somebody's choice."""
        return self.written - self.found


class Run:
    """Writers at work for `seconds`, with at most `requests` requests, on a server that dies every few seconds."""

    def __init__(self, seconds: int, writers: int, requests: int, seed: int) -> None:
        self.seconds, self.requests, self.chance = seconds, requests, random.Random(seed)  # noqa: S311 (a dice)
        atexit.register(teardown_databases, setup_databases(verbosity=0, interactive=False), verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.server = Server()
        meeting = Meeting.objects.create(title_fr="Essai", date=timezone.localdate(), state=Meeting.State.HELD)
        minutes = Minutes.objects.create(meeting=meeting)
        sections = [Section.objects.create(minutes=minutes, position=place) for place in range(SECTIONS)]
        self.writers = [self._writer(number, meeting, sections) for number in range(writers)]

    def _writer(self, number: int, meeting: Meeting, sections: list[Section]) -> Writer:
        """Return a person who is signed in, with every text of the minutes open."""
        user = User.objects.create(email=f"redaction{number}@example.org", role=Role.COORDINATOR, language="fr")
        client = Client()
        client.force_login(user)
        request = RequestFactory().get("/")
        token = get_token(request)
        cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={request.META['CSRF_COOKIE']}"
        with translation.override("fr"):
            places = [
                Place(reverse("meetings:section-edit", args=[meeting.pk, section.uuid, lang]))
                for section in sections
                for lang in ("fr", "nl")
            ]
        return Writer(number, self.server, cookies, token, places, random.Random(self.chance.random()))  # noqa: S311 (a dice)

    def outcome(self) -> Outcome:
        """Let them write, kill and start the server meanwhile, and count."""
        self.server.start()
        until, kills = time.monotonic() + self.seconds, 0
        try:
            with ThreadPoolExecutor(len(self.writers)) as pool:
                share = self.requests // len(self.writers)
                working = [pool.submit(writer.write, until, share) for writer in self.writers]
                while time.monotonic() < until and not all(one.done() for one in working):
                    time.sleep(min(self.chance.uniform(1, 8), max(0, until - time.monotonic())))
                    self.server.kill()
                    kills += 1
                    self.server.start()
                for one in working:
                    one.result()
        finally:
            self.server.kill()
        return self._count(kills)

    def _count(self, kills: int) -> Outcome:
        """Look for every word: in the texts, in what waits for a decision, and, if it was decided against, in the history."""
        standing = _words(SectionText.objects.values_list("html", flat=True))
        waiting = _words(SectionRevision.objects.waiting().values_list("html", flat=True))
        history = _words(SectionRevision.objects.values_list("html", flat=True))
        typed = {word for writer in self.writers for word in writer.typed}
        declined = {word for writer in self.writers for word in writer.declined}
        found = typed & (standing | waiting | (history & declined))
        kinds = SectionRevision.objects.values_list("kind", flat=True)
        report = (
            f"{kills} kills, {sum(writer.requests for writer in self.writers)} requests, "
            f"{list(kinds).count('merged')} merges, {list(kinds).count('set_aside')} collisions"
        )
        connections.close_all()
        return Outcome(len(typed), len(found), report)


def _words(texts: Iterable[str]) -> set[str]:
    """Return the words of the writers in these texts."""
    return {word for text in texts for word in WORD.findall(text)}
