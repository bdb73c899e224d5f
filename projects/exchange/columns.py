"""Columns as calls and projects need them: a day before the fund began is a slip of the finger."""

from amif_network.exchange import columns

from ..days import FIRST_YEAR


class Day(columns.Day):
    """A date."""

    first_year = FIRST_YEAR


class Moment(columns.Moment):
    """Day and time."""

    first_year = FIRST_YEAR
