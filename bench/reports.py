"""The annual report over five busy years: what one of its processes takes of memory, and what the second core is worth.

40 meetings with 80 people each: more than the network will see in ten years.
"""

import datetime
import random
from collections.abc import Iterator
from functools import partial

from django.utils import timezone

from amif_network.directory.models import Organisation, Person
from amif_network.reports.kinds import Asked, Part, Pieces
from amif_network.reports.kinds.annual import KIND
from amif_network.reports.processes import Limits, run
from bench.exchange import memory
from bench.portal import coordinator
from bench.rows import Row, compare
from meetings.models import Attendance, Meeting

YEAR, MEETINGS, PEOPLE, AT_EACH = 2025, 40, 400, 80
# Two processes against one: half the time and something for the forks.
GOAL = 0.75
BOUNDLESS = {"seconds": 600, "megabytes": 4096}


def rows() -> Iterator[Row]:
    """Measure the parts that take most: a chapter, and putting all of them together."""
    asked = furnished()
    parts = {part.name: part for part in KIND.parts(asked)}
    scale = f"{MEETINGS} meetings of {AT_EACH}"
    yield memory("Report, chapter, memory", f"{scale}, attendance", partial(written, parts["fr-attendance"]))
    made = dict(built(list(parts.values()), 2))
    ending = Part("assembly", partial(KIND.assemble, asked, Pieces(list(made), made.__getitem__)))
    yield memory("Report, assembly, memory", f"{scale}, {len(made)} chapters, bilingual", partial(written, ending))
    # A part is short: three of each, so that processes and not forks are measured.
    many = [Part(f"{name} {again}", part.call) for again in range(3) for name, part in parts.items()]
    two, one = compare(partial(built, many, 2), partial(built, many, 1), times=3)
    yield Row("Report, two processes", f"{len(many)} parts, against one process", two, one, GOAL)


def furnished() -> Asked:
    """Fill the portal, and return who asks for what."""
    user, dice = coordinator(), random.Random(7)  # noqa: S311 - the same portal every time
    organisations = list(Organisation.objects.order_by("pk")[:100])
    people = Person.objects.bulk_create([Person(given_name=f"Prénom {one}", family_name=f"Nom {one}") for one in range(PEOPLE)])
    meetings = Meeting.objects.bulk_create(
        [
            Meeting(title_fr=f"Rencontre {one}", date=datetime.date(YEAR - one % 5, 1 + one % 12, 5), state="held", mode="hybrid")
            for one in range(MEETINGS)
        ]
    )
    Attendance.objects.bulk_create(
        [
            Attendance(
                meeting=meeting, person=person, organisation=organisations[person.pk % 100], position=place, status="present"
            )
            for meeting in meetings
            for place, person in enumerate(dice.sample(people, AT_EACH))
        ]
    )
    return Asked({"year": YEAR}, "both", "pdf", user, timezone.now())


def built(parts: list[Part], processes: int) -> list[tuple[str, bytes]]:
    """Build parts in so many processes."""
    return [(part.name, file.read()) for part, file in run(parts, Limits(at_a_time=processes, **BOUNDLESS), bool)]


def written(part: Part) -> None:
    """Build one part into nothing. Raises RuntimeError where it is empty: what fails early is fast."""
    with open("/dev/null", "w+b") as out:  # noqa: PTH123 - a device
        part.call(out)
