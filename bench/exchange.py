"""Tables that come in and go out: 20 000 rows in and 100 000 rows out, against what Django needs, under a bound of memory."""

import csv
import io
import os
import resource
import sys
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connections
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Person
from amif_network.exchange import working
from amif_network.exchange.exporting import FORMATS, Everything, export
from amif_network.exchange.models import Importation
from amif_network.exchange.reading import read_tables
from bench.portal import coordinator, forgotten
from bench.rows import Row, compare

IN, OUT = 20_000, 100_000
# What the process may grow by, in bytes, however many rows.
BOUND = 200 * 1024 * 1024
# Times `bulk_create` of the same people, and `iterator` over them.
GOAL_IN, GOAL_OUT = 20, 10
TIMES = 1
HEADINGS = ("given_name", "family_name", "email", "preferred_language")


def rows() -> Iterator[Row]:
    """Measure the preview of an import, which does all that the import does, and exports in each form."""
    user = administrator()
    data = table(IN)
    scale = f"{IN} rows of people"
    yield memory("Import, memory", scale, partial(look, user, data))
    yield Row("Import", f"{scale}, against bulk_create", *compare(partial(look, user, data), plain_in, times=TIMES), GOAL_IN)
    Person.objects.bulk_create(people(OUT))
    for form in FORMATS:
        yield memory(f"Export, {form}, memory", f"{OUT} rows", partial(written, user, form))
    out = partial(written, user, "csv")
    yield Row("Export", f"{OUT} rows as CSV, against iterator", *compare(out, plain_out, times=TIMES), GOAL_OUT)


def administrator() -> User:
    """Return a user who may import."""
    user = coordinator()
    user.role = "administrator"
    return user


def people(number: int) -> list[Person]:
    """Return people of different names, unsaved."""
    return [
        Person(given_name=f"Prénom {one}", family_name=f"Nom {one}", email=f"p{one}@example.org", preferred_language="fr")
        for one in range(number)
    ]


def table(number: int) -> bytes:
    """Return the same people as a CSV file."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows([getattr(person, name) for name in HEADINGS] for person in people(number))
    return stream.getvalue().encode()


def look(user: User, data: bytes) -> None:
    """Read a file and try what it would change. Raises RuntimeError where not every row is new: what fails early is fast."""
    importation = Importation(filename="people.csv", source=data, by=user, at=timezone.now(), language="fr")
    working.look(importation, read_tables(data, "people.csv"), at=timezone.now())
    if importation.outcome["counts"]["new"] != IN:
        raise RuntimeError(str(importation.outcome["counts"]))


def plain_in() -> None:
    """Write the same people as Django does it fastest, and take them back."""
    with forgotten():
        Person.objects.bulk_create(people(IN), batch_size=1000)


def written(user: User, form: str) -> None:
    """Export everybody."""
    with export(Everything(user), form, ["people"]).file as file:
        if not file.read(1):
            raise RuntimeError("The export is empty.")


def plain_out() -> None:
    """Walk through the same people as Django does it."""
    for person in Person.objects.order_by("sort_key", "pk").iterator(chunk_size=1000):
        str(person)


def memory(name: str, scale: str, run: Callable[[], object]) -> Row:
    """Return by how much a process of its own grew at most while it did this, against the bound."""
    reading, writing = os.pipe()
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            run()
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
            os.write(writing, str(grown).encode())
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        most = float(answer.read())
    os.waitpid(child, 0)
    return Row(name, f"{scale}, bytes against the bound", most, float(BOUND), 1)
