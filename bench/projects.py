"""Calls and projects with little and with much in the database, against an empty view."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone, translation

from amif_network.directory.models import Organisation
from bench.pages import kept, questions, same
from bench.portal import browser, coordinator, load
from bench.rows import Row
from projects.models import Call, Project
from scale.projects import add_calls, programme

FEW, MANY = 2, 50
# Times an empty view.
GOAL = 4
# Filters that find nothing.
NO_CALL, NO_PROJECT = "?q=zzzz", "?state=withdrawn"


def rows() -> Iterator[Row]:
    """Measure lists and pages with 50 calls, 3 000 projects and 30 000 budget lines. Queries are counted with 2 calls too."""
    browser()
    bare, first = add_bare_call(), add_calls(FEW, by=coordinator())[0]
    pages = {
        "Calls": (address("calls"), address("calls") + NO_CALL),
        "Call": (address("call", first.pk), address("call", bare.pk)),
        "Interest overview": (address("interests", first.pk), address("interests", bare.pk)),
        "Projects": (address("projects"), address("projects") + NO_PROJECT),
        "Project": (address("project", first.projects.order_by("pk")[0].pk), address("project", bare.projects.get().pk)),
    }
    counted = {name: questions(partial(load, page)) for name, (page, _bare) in pages.items()}
    add_calls(MANY - FEW, by=coordinator())
    for name, (page, nothing) in pages.items():
        now = questions(partial(load, page))
        same(name, counted[name], now)
        yield from kept(name, f"{Project.objects.count()} projects, {now} queries", page, nothing, GOAL)


def address(name: str, *keys: int) -> str:
    """Return the address of a page of calls, in French."""
    with translation.override("fr"):
        return reverse(f"projects:{name}", args=keys)


def add_bare_call() -> Call:
    """Add an announced call of which nothing is known but one project, of which nothing is known either."""
    now, user = timezone.now(), coordinator()
    call = Call.objects.create(programme=programme(), number="0", title_fr="Appel", state="announced", announced_at=now)
    lead = Organisation.objects.order_by("pk")[0]
    Project.objects.create(call=call, lead=lead, code="P0", title_fr="Projet", created_by=user, created_at=now)
    return call
