"""The page that leads to what is managed."""

import re

import pytest
from django.urls import reverse

ROOMS = ["access:accounts", "reports:overview", "exchange:overview", "history:search", "privacy:overview"]


@pytest.mark.parametrize(("who", "more"), [("french_coordinator", []), ("administrator", ["clients:clients", "admin:index"])])
def test_it_leads_to_what_the_person_may_enter(request, signed_in, who, more) -> None:
    client = signed_in(request.getfixturevalue(who))
    rooms = client.get("/fr/manage/").context["rooms"]
    assert [room.address for room in rooms] == [reverse(name) for name in ROOMS + more]
    assert [client.get(room.address).status_code for room in rooms] == [200] * len(rooms)


@pytest.mark.parametrize("who", ["host_member", "observer"])
def test_it_is_for_whoever_leads_the_network(request, signed_in, who) -> None:
    assert signed_in(request.getfixturevalue(who)).get("/fr/manage/").status_code == 403


def test_it_is_only_read(signed_in, french_coordinator) -> None:
    assert signed_in(french_coordinator).post("/fr/manage/").status_code == 405


def test_its_rooms_are_marked_in_the_menu(signed_in, french_coordinator) -> None:
    client = signed_in(french_coordinator)
    for address in ("/fr/manage/", "/fr/history/", "/fr/exchange/"):
        assert re.findall(r'<li><a href="/fr/manage/" aria-current="(page|true)">', client.get(address).text), address
