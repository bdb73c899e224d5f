"""How large the network is, and how it grows."""

from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.db import connection

from amif_network.accounts.models import User
from amif_network.directory.models import Person
from meetings.models import Meeting
from partnerships.models import Partnership
from projects.models import Call
from scale.meetings import add_meetings
from scale.partnerships import add_partnerships, store_papers
from scale.people import add_accounts, add_people
from scale.projects import add_calls
from scale.unguarded import unguarded


@dataclass(frozen=True, slots=True)
class Size:
    """So many of each thing. The whole: 60 000 sections, 3 000 projects, 200 000 half-days of presence, 50 000 rows of money."""

    people: int
    accounts: int
    meetings: int
    calls: int
    partnerships: int

    @classmethod
    def of(cls, hundredths: int) -> "Size":
        """Return that share of the whole network; every kind has at least one. Raises ValueError outside of 1 to 100."""
        if not 1 <= hundredths <= 100:
            raise ValueError("Give a size from 1 to 100, in hundredths of the whole network.")
        return cls(*(max(1, whole * hundredths // 100) for whole in (6_000, 600, 2_000, 50, 2_000)))


def grow(size: Size, *, by: User, password: str | None = None) -> None:
    """Add to an empty or a smaller network of this kind what it lacks, and bring search and the planner's figures in step.

    The database needs the reference data, and a user who may switch triggers off.
    """
    with unguarded():
        people = add_people(size.people - Person.objects.filter(email__endswith="@scale.example").count())
        add_accounts(people[: size.accounts], password)
        add_meetings(size.meetings - Meeting.objects.filter(series="network").count(), by=by)
        add_calls(size.calls - Call.objects.filter(programme__code="scale").count(), by=by)
    add_partnerships(size.partnerships - Partnership.objects.count(), by=by)
    store_papers()
    call_command("rebuild_search", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
