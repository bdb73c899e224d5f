"""The API against an empty view: a list of a hundred meetings with their agendas, and the PDF of one edition."""

from collections.abc import Iterator

from django.test import Client
from django.utils import timezone

from amif_network.accounts.models import Role, Scope, User
from amif_network.api.actions import make
from bench.pages import add_meetings
from bench.portal import EMPTY, browser, load
from bench.rows import Row, compare
from meetings.models import Edition

MEETINGS = 100
TIMES = 30


def rows() -> Iterator[Row]:
    """Measure both as a program asks for them: nothing is kept between two answers."""
    browser()
    add_meetings(MEETINGS)
    by = User.objects.create(email="bench.api@example.org", role=Role.ADMINISTRATOR)
    issued = make(
        name="Bench", contact="Bench", role=Role.COORDINATOR, organisation=None, scopes=list(Scope.values), by=by,
        at=timezone.now(),
    )  # fmt: skip
    client = Client(headers={"authorization": f"Bearer {issued.token}"})
    edition = Edition.objects.order_by("pk").values_list("pk", flat=True)[0]
    asked = (
        ("API list", f"{MEETINGS} meetings, agendas", f"meetings?limit={MEETINGS}"),
        ("API edition", "PDF", f"editions/{edition}/pdf"),
    )
    for name, scale, path in asked:
        ours, theirs = compare(lambda path=path: answered(client, f"/api/v1/{path}"), lambda: load(EMPTY), times=TIMES)
        yield Row(name, scale, ours, theirs)


def answered(client: Client, address: str) -> None:
    """Ask once. Raises RuntimeError for an answer that is not 200."""
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")
