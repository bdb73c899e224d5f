"""The first page of whoever leads the network, with much to do: opened again, and drawn anew."""

from collections.abc import Iterator

from bench.pages import add_meetings, kept
from bench.portal import browser
from bench.rows import Row

# Meetings without published minutes: each is a task.
MEETINGS = 200
HOME = "/fr/"
# The list behind it, in its shortest form: nothing is overdue of what is waited for.
NOTHING = "/fr/work/?side=waits&late=on"
GOAL = 5.0


def rows() -> Iterator[Row]:
    """Measure the first page as one that is kept until it changes."""
    browser()
    add_meetings(MEETINGS)
    yield from kept("Home", f"{MEETINGS} minutes to finish", HOME, NOTHING, GOAL)
