"""One run: people at work, a part of the site killed every few seconds, and the count at the end."""

import hashlib
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from amif_network.accounts.models import Role, User
from amif_network.outbox.actions import post
from amif_network.outbox.models import MailState, OutgoingMail
from amif_network.reports import asking
from amif_network.reports.kinds import kinds
from amif_network.reports.models import UNDER_WAY, Report
from meetings.models import Meeting, Minutes, Section, SectionRevision, SectionText
from soak.writer import WORD, Place, Writer

from .browser import Person
from .programs import Program
from .services import Site

SECTIONS, REQUESTS = 3, 20_000
# Seconds: between two pieces of work for the workers, two runs of the timers, and that everything may take to be done afterwards.
MORE_WORK, TIMER, PATIENCE = 1.5, 8, 180
# A workbook is in one language.
FILES = (("pdf", "fr"), ("pdf", "nl"), ("pdf", "both"), ("xlsx", "fr"), ("xlsx", "nl"))
REPORTS = [(over, format, language) for over in (True, False) for format, language in FILES]
SERVER_ERROR = re.compile(r'"status": 500\b')


@dataclass(frozen=True)
class Outcome:
    """What is printed, and whether anything was lost, done twice, left undone or answered with an error of the portal."""

    lines: list[str]
    broken: bool


class Run:
    """People at work for `seconds` on a site of which everything is killed in turn."""

    def __init__(self, site: Site, *, seconds: int, writers: int, seed: int) -> None:
        self.site, self.seconds, self.chance = site, seconds, random.Random(seed)  # noqa: S311 (a dice)
        call_command("prepare_database", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        meeting = Meeting.objects.create(title_fr="Essai", date=timezone.localdate(), state=Meeting.State.HELD)
        minutes = Minutes.objects.create(meeting=meeting)
        sections = [Section.objects.create(minutes=minutes, position=place) for place in range(SECTIONS + 1)]
        self.writers = [self._writer(number, meeting, sections[:-1]) for number in range(writers)]
        self.reader, session, _token = self._sign_in("lecture@example.org")
        with translation.override("fr"):
            text = reverse("meetings:section-edit", args=[meeting.pk, sections[-1].uuid, "fr"])
            self.person = Person(f"https://localhost:{site.port}", session, text, reverse("meetings:list"))
        self.ending = threading.Event()
        self.faults: Counter[str] = Counter()
        self.posted, self.due_failed = 0, 0

    def _sign_in(self, email: str) -> tuple[User, str, str]:
        """Return a coordinator with the cookie of a session and a token for forms."""
        user = User.objects.create(email=email, role=Role.COORDINATOR, language="fr")
        client, request = Client(), RequestFactory().get("/")
        client.force_login(user)
        get_token(request)
        return user, client.cookies["sessionid"].value, request.META["CSRF_COOKIE"]

    def _writer(self, number: int, meeting: Meeting, sections: list[Section]) -> Writer:
        """Return a person with every text of the minutes open."""
        _user, session, token = self._sign_in(f"redaction{number}@example.org")
        with translation.override("fr"):
            addresses = [
                reverse("meetings:section-edit", args=[meeting.pk, section.uuid, lang])
                for section in sections for lang in ("fr", "nl")
            ]  # fmt: skip
        chance = random.Random(self.chance.random())  # noqa: S311 (a dice)
        cookies = f"sessionid={session}; csrftoken={token}"
        return Writer(number, self.site, cookies, token, [Place(address) for address in addresses], chance)

    def outcome(self) -> Outcome:
        """Let them work while everything is killed and started again, wait until all is done, and count."""
        self.site.start()
        until = time.monotonic() + self.seconds
        with ThreadPoolExecutor(len(self.writers) + 3) as pool, self._telling_all_to_end():
            share = REQUESTS // len(self.writers)
            people = [pool.submit(writer.write, until, share) for writer in self.writers]
            people.append(pool.submit(self.person.work, self.ending))
            others = [pool.submit(_closing(work)) for work in (self._give_work, self._do_what_is_due)]
            self._kill_in_turn(until, people + others)
            self.ending.set()
            for one in people + others:
                one.result()
        self._wait_until_done()
        return self._count()

    @contextmanager
    def _telling_all_to_end(self) -> Iterator[None]:
        try:
            yield
        finally:
            self.ending.set()

    def _kill_in_turn(self, until: float, working: list[Future[None]]) -> None:
        """Kill a node, a worker, the pooler and the database, then again, and start each after a moment."""
        site, turn = self.site, 0
        while time.monotonic() < until:
            time.sleep(min(self.chance.uniform(1, 4), max(0, until - time.monotonic())))
            for one in working:
                # What went wrong with somebody is said now, not at the end.
                if one.done() and one.exception():
                    one.result()
            parts: list[Program] = [site.nodes[turn // 4 % 2], site.workers[turn // 4 % 2], site.pooler, site.database]
            part = parts[turn % 4]
            part.kill()
            time.sleep(self.chance.uniform(0, 1))
            part.start()
            self.faults[part.name] += 1
            turn += 1

    def _give_work(self) -> None:
        """Put a mail into the outbox again and again, and ask for a report; try again where the database is away."""
        asked = list(REPORTS)
        while not self.ending.wait(MORE_WORK):
            try:
                with transaction.atomic():
                    now, number = timezone.now(), self.posted
                    post(
                        key=f"trial-{number}", topic="trial", about="trial:1", to=f"cpas{number}@example.org", lang="fr",
                        template="privacy/mails/correction_asked", context={}, why="", at=now,
                    )  # fmt: skip
                self.posted += 1
                if asked:
                    over, format, language = asked[-1]
                    asking.ask(
                        kinds()["portfolio"], parameters={"over": over}, language=language, format=format,
                        by=self.reader, at=timezone.now(),
                    )  # fmt: skip
                    asked.pop()
            except DatabaseError:
                connection.close()

    def _do_what_is_due(self) -> None:
        """Be the timers of both nodes, which strike at the same moment."""
        with ThreadPoolExecutor(2) as pool:
            while not self.ending.wait(TIMER):
                self.due_failed += sum(pool.map(lambda _node: self.site.run_due() != 0, range(2)))

    def _wait_until_done(self) -> None:
        """Be the timers until no mail waits and no report is under way, PATIENCE seconds at most."""
        until = time.monotonic() + PATIENCE
        connection.close()
        while time.monotonic() < until:
            if not Report.objects.filter(state__in=UNDER_WAY).exists() and not _waiting_mails():
                return
            self.site.run_due()
            time.sleep(1)

    def _count(self) -> Outcome:
        """Look for every word, every mail and every report, and for errors in what the nodes said."""
        typed = {word for writer in self.writers for word in writer.typed} | set(self.person.typed)
        lost = len(typed - self._kept())
        mails, taken = Counter(self.site.mailbox.taken), OutgoingMail.objects
        twice = sum(count - 1 for count in mails.values())
        unsure, left = taken.filter(state__in=(MailState.SENDING, MailState.UNSURE)).count(), _waiting_mails()
        missing = taken.filter(state=MailState.SENT).count() - len(mails)
        ready = [report for report in Report.objects.all() if report.state == Report.State.DONE and _is_whole(report)]
        again = sum(len(result.worker_ids) > 1 for result in DBTaskResult.objects.all())
        errors = sum(len(SERVER_ERROR.findall(node.log.read_text())) for node in self.site.nodes)
        retries = sum((writer.retries for writer in self.writers), Counter())
        reports = Report.objects.count()
        connections.close_all()
        lines = [
            f"killed and started again: {_said(self.faults)}",
            f"requests {sum(writer.requests for writer in self.writers)}, sent again {retries.total()} ({_said(retries)})",
            f"pages {self.person.pages}, loaded again {self.person.missed.total()} ({_said(self.person.missed)})",
            f"errors of the portal {errors}",
            f"written {len(typed)} lost {lost}",
            f"mails {taken.count()} taken {len(mails)} unsure {unsure} left {left} twice {twice}",
            f"reports {reports} ready {len(ready)}, tasks {DBTaskResult.objects.count()} done by two {again}",
        ]
        return Outcome(lines, bool(lost or twice or left or again or errors or missing > 0 or reports != len(ready)))

    def _kept(self) -> set[str]:
        """Return the words that are in a text, in a version that waits for a decision, or in the history by somebody's choice."""
        declined = {word for writer in self.writers for word in writer.declined}
        history = _words(SectionRevision.objects.values_list("html", flat=True))
        waiting = _words(SectionRevision.objects.waiting().values_list("html", flat=True))
        return _words(SectionText.objects.values_list("html", flat=True)) | waiting | (history & declined)


def _words(texts: Iterable[str]) -> set[str]:
    """Return the words of the writers in these texts."""
    return {word for text in texts for word in WORD.findall(text)}


def _waiting_mails() -> int:
    return OutgoingMail.objects.filter(state=MailState.WAITING).count()


def _is_whole(report: Report) -> bool:
    """True when its file is there, byte for byte."""
    with report.file.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == report.sha256


def _said(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items())) or "none"


def _closing(work: Callable[[], None]) -> Callable[[], None]:
    """Let work in a thread give its connection to the database back."""

    def done() -> None:
        try:
            work()
        finally:
            connections.close_all()

    return done
