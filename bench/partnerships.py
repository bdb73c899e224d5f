"""Partnerships with little and with much in the database, and the alerts of all of them, against an empty view."""

from collections.abc import Callable, Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone, translation

from amif_network.alerts.gathering import alerts_for
from bench.pages import TIMES, kept, questions, same
from bench.portal import EMPTY, browser, coordinator, load
from bench.rows import Row, compare
from partnerships.alerts import source
from partnerships.models import Partnership
from scale.partnerships import add_partnerships

FEW, MANY = 20, 2000
PAGE_GOAL, ALERTS_GOAL = 5, 40
NOTHING = "?q=zzzz"


def rows() -> Iterator[Row]:
    """Measure with 2 000 partnerships, 200 000 half-days of presence and 20 000 claims, allocations and transfers.

    Queries are counted with 20 partnerships too.
    """
    browser()
    bare, first = add_bare(), add_partnerships(FEW, by=coordinator())[0]
    pages = {
        "Partnerships": (address("partnerships"), address("partnerships") + NOTHING),
        "Partnership": (address("partnership", first.pk), address("partnership", bare.pk)),
    }
    work: dict[str, Callable[[], object]] = {name: partial(load, page) for name, (page, _bare) in pages.items()}
    work |= {"Alerts of partnerships": alerts, "Alerts of everything": all_alerts}
    counted = {name: questions(run) for name, run in work.items()}
    add_partnerships(MANY - FEW, by=coordinator())
    asked = {name: questions(run) for name, run in work.items()}
    for name in work:
        same(name, counted[name], asked[name])
    for name, (page, nothing) in pages.items():
        yield from kept(name, f"{Partnership.objects.count()}, {asked[name]} queries", page, nothing, PAGE_GOAL)
    for name, run, goal in (("Alerts of partnerships", alerts, ALERTS_GOAL), ("Alerts of everything", all_alerts, None)):
        scale = f"{Partnership.objects.count()}, {asked[name]} queries"
        yield Row(name, scale, *compare(run, partial(load, EMPTY), times=TIMES), goal)
        yield Row(f"{name}, anew", "nothing known", *compare(run, partial(load, EMPTY), times=TIMES, before=source.forget))


def alerts() -> object:
    """Compute what needs attention today in all partnerships, in one pass."""
    return source.alerts(coordinator(), timezone.localdate())


def all_alerts() -> object:
    """Compute what needs attention today in partnerships, calls, projects and meetings."""
    return alerts_for(coordinator(), timezone.localdate())


def address(name: str, *keys: int) -> str:
    """Return the address of a page of partnerships, in French."""
    with translation.override("fr"):
        return reverse(f"partnerships:{name}", args=keys)


def add_bare() -> Partnership:
    """Add a partnership of which nothing is known but its title."""
    return Partnership.objects.create(
        code="BARE", title_fr="Partenariat", forms=["other"], created_by=coordinator(), created_at=timezone.now()
    )
