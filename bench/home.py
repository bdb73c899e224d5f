"""The first page of whoever leads the network, with little and with much to do: opened again, and drawn anew."""

from collections.abc import Iterator
from functools import partial

from bench.pages import TIMES, add_meetings, kept, questions, same
from bench.portal import EMPTY, browser, drawn_anew, load
from bench.rows import Row, compare

# Meetings without published minutes: each is a task.
FEW, MANY = 10, 200
HOME = "/fr/"
# A page beside it that has nothing to show.
NOTHING = "/fr/news/"
GOAL = 5.0
# It lists what presses most and counts the rest: what differs by less is the noise of the machine.
FLAT = 1.2


def rows() -> Iterator[Row]:
    """Measure the first page as one that is kept until it changes, and that it neither asks more nor takes longer with more."""
    browser()
    draw, empty = partial(drawn_anew, HOME), partial(load, EMPTY)
    add_meetings(FEW)
    few, asked = compare(draw, empty, times=TIMES), questions(partial(load, HOME))
    yield Row("Home, drawn anew", f"{FEW} minutes to finish, {asked} queries", *few, GOAL)
    add_meetings(MANY - FEW)
    yield from kept("Home", f"{MANY} minutes to finish", HOME, NOTHING, GOAL)
    many = compare(draw, empty, times=TIMES)
    same("Home", asked, questions(partial(load, HOME)))
    yield Row("Home, drawn anew", f"{MANY} minutes to finish, {asked} queries", *many, GOAL)
    yield Row("Home, drawn anew, growth", f"{MANY} against {FEW} to finish", many[0] / many[1], few[0] / few[1], FLAT)
