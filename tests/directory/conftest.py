"""The whole of Belgium, with and without a database."""

import csv
import datetime
from collections.abc import Callable

import pytest

from amif_network.directory import reference
from amif_network.directory.matching import Matcher
from amif_network.directory.models import Organisation

BEFORE_THE_MERGERS = datetime.date(2021, 9, 14)
AFTER_THE_MERGERS = datetime.date(2026, 3, 2)


def data_rows(name: str = "organisations.csv") -> list[dict[str, str]]:
    with (reference.DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def belgium(db: None) -> None:
    """Load the reference data into the database."""
    reference.load()


@pytest.fixture(scope="session")
def matcher_on() -> Callable[[datetime.date], Matcher]:
    """Return a function that makes a matcher of the reference data without a database."""
    rows = data_rows()
    keys = {row["code"]: number for number, row in enumerate(rows, 1)}
    made: dict[datetime.date, Matcher] = {}

    def organisation(row: dict[str, str]) -> Organisation:
        columns = {name: text for name, text in row.items() if name not in ("valid_from", "valid_to", "successor", "aliases")}
        dates = {name: datetime.date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")}
        return Organisation(pk=keys[row["code"]], successor_id=keys.get(row["successor"]), **columns, **dates)

    def make(day: datetime.date) -> Matcher:
        if day not in made:
            made[day] = Matcher(day)
            for row in rows:
                made[day].add(organisation(row), [text for text in row["aliases"].split("|") if text])
        return made[day]

    return make
