"""GET writes nothing, but for the entry of the access log that says that a file went out (decision 15)."""

from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.factories.meetings import MinutesFactory
from tests.factories.partnerships import PartnershipFactory
from tests.test_house_rules import named_patterns

WRITING = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "COPY")
# What the portal keeps of a visit itself: its session, and what is counted for a short time.
OF_THE_VISIT = ('"django_session"', '"cache"', '"usersessions_usersession"')


def written_tables(client, address: str) -> list[str]:
    """Return the tables that reading a page writes, those of the visit left out."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    statements = [query["sql"].split("; ")[-1] if "set_config" in query["sql"] else query["sql"] for query in asked]
    writing = [sql for sql in statements if sql.lstrip().upper().startswith(WRITING)]
    return sorted({sql.split('"')[1] for sql in writing if not any(table in sql for table in OF_THE_VISIT)})


@pytest.fixture
def everything(db) -> dict[str, int]:
    """A record of each kind that has pages of its own."""
    partnership, minutes = PartnershipFactory(), MinutesFactory()
    return {"partnerships": partnership.pk, "projects": partnership.project_id, "meetings": minutes.meeting_id}


def addresses(keys: dict[str, int]) -> dict[str, str]:
    """Return the pages without parameters, and those of the records whose keys are given by app."""
    found = {}
    for name, pattern in named_patterns(get_resolver()):
        app, wanted = name.partition(":")[0], set(pattern.pattern.converters)
        # An address with parameters in an outer pattern, or written as an expression, is none of these.
        with suppress(NoReverseMatch):
            if not wanted or (wanted == {"pk"} and app in keys):
                found[name] = reverse(name, kwargs={"pk": keys[app]} if wanted else {})
    return found


def test_no_page_writes_when_it_is_read(signed_in, administrator, everything):
    client, read = signed_in(administrator), addresses(everything)
    written = {name: written_tables(client, address) for name, address in read.items()}
    assert len(read) > 80
    assert {name: tables for name, tables in written.items() if set(tables) - {"accounts_accessentry", "prints_print"}} == {}
    noted = {name.partition(":")[2] for name, tables in written.items() if tables}
    assert {name for name in noted if not name.endswith(("-sheet", "-report", "-reports", "-export", "-workbook"))} == set()


def test_tables_that_go_out_are_noted_and_nothing_else_is_written(signed_in, administrator, everything):
    client = signed_in(administrator)
    addresses = [
        reverse("projects:project-export", args=[everything["projects"], "csv"]),
        reverse("partnerships:partnership-export", args=[everything["partnerships"], "json"]),
        reverse("meetings:docx", args=[everything["meetings"], "fr"]),
    ]
    assert [written_tables(client, address) for address in addresses] == [["accounts_accessentry"]] * 3
