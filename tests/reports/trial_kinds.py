"""Kinds of reports that exist in the tests alone: their parts do in a process what is tried."""

import time
from functools import partial
from pathlib import Path
from typing import IO

from django import forms
from django.db import connection
from django.utils.functional import lazystr

from amif_network.directory.models import Organisation
from amif_network.reports.forms import ReportForm
from amif_network.reports.kinds import Kind, Part, Unbuildable

LETTERS = ("a", "b", "c")


class TrialForm(ReportForm):
    what = forms.CharField()


class Trial(Kind):
    """Three parts, each of which does what `what` says."""

    key = "trial"
    title = lazystr("Trial")
    question = lazystr("Does it work?")
    form = TrialForm

    def about(self, parameters, lang):
        return f"{parameters['what']} ({lang})"

    def parts(self, asked):
        what, _, folder = asked.parameters["what"].partition(":")
        if what == "nothing":
            raise Unbuildable(lazystr("There is nothing to report."))
        return [Part(letter, partial(globals()[f"part_{what}"], letter, Path(folder))) for letter in LETTERS]

    def assemble(self, asked, pieces, out):
        out.write(b" ".join(content for _name, content in pieces))

    def file_name(self, asked):
        return f"trial-{asked.language}"


KIND = Trial()


def part_plain(letter: str, folder: Path, out: IO[bytes]) -> None:
    out.write(letter.encode())


def part_writing(letter: str, folder: Path, out: IO[bytes]) -> None:
    Organisation.objects.update(website="https://example.org")


def part_refused(letter: str, folder: Path, out: IO[bytes]) -> None:
    out.write(b"half a part")
    raise Unbuildable(lazystr(f"Nothing is known of {letter}."))


def part_broken(letter: str, folder: Path, out: IO[bytes]) -> None:
    raise ZeroDivisionError


def part_endless(letter: str, folder: Path, out: IO[bytes]) -> None:
    time.sleep(3600)


def part_greedy(letter: str, folder: Path, out: IO[bytes]) -> None:
    out.write(bytes(2**31))


def part_bulky(letter: str, folder: Path, out: IO[bytes]) -> None:
    out.seek(2**30)
    out.write(b"x")


def part_counting(letter: str, folder: Path, out: IO[bytes]) -> None:
    """Count the organisations; the second part does so only when it is let go."""
    while letter == "b" and not (folder / "go").exists():
        time.sleep(0.01)
    out.write(str(Organisation.objects.count()).encode())


def part_meeting(letter: str, folder: Path, out: IO[bytes]) -> None:
    """The first two end only when both have begun: one after the other they never would."""
    (folder / letter).touch()
    while letter != "c" and not ((folder / "a").exists() and (folder / "b").exists()):
        time.sleep(0.01)
    out.write(letter.encode())


def part_held(letter: str, folder: Path, out: IO[bytes]) -> None:
    """Count how often each part is begun; the second one ends only when it is let go."""
    with (folder / f"begun-{letter}").open("a") as begun:
        begun.write("x")
    while letter == "b" and not (folder / "go").exists():
        time.sleep(0.01)
    with connection.cursor() as cursor:
        cursor.execute("SHOW default_transaction_read_only")
        out.write(f"{letter}:{cursor.fetchone()[0]}".encode())


def part_cut(letter: str, folder: Path, out: IO[bytes]) -> None:
    """The first time, the second one loses its database as when that is restarted."""
    if letter == "b" and not (folder / "cut").exists():
        (folder / "cut").touch()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    out.write(letter.encode())
