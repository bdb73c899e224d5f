"""Role × state over the table of partnerships, and the pages of their steps."""

import pytest

from amif_network.accounts.models import User
from amif_network.core.workflow import allowed
from partnerships.models import Partnership
from partnerships.wording import STEPS
from partnerships.workflow import PARTNERSHIP
from tests.partnerships.pages import address

ALIVE = {"edit", "follow", "attach", "immerse", "committee", "budget", "claim", "allocate", "evaluate"}
DONE = {"follow", "attach", "claim", "allocate", "evaluate"}
HOST = {
    "idea": ALIVE | {"negotiate", "abandon"},
    "negotiating": ALIVE | {"write", "agree", "abandon"},
    "text_agreed": ALIVE | {"write", "reopen_text", "put_to_sign", "decide", "abandon"},
    "to_sign": ALIVE
    | {"write", "reopen_text", "decide", "sign", "complete", "renew", "end", "not_renew", "terminate", "abandon"},
    "signed": ALIVE | {"amend", "renew", "end", "not_renew", "terminate"},
    "amended": ALIVE | {"amend", "decide", "sign", "complete", "renew", "end", "not_renew", "terminate"},
    "ended": DONE | {"renew", "not_renew"},
    "not_renewed": DONE,
    "terminated": DONE,
    "abandoned": {"attach"},
}
OF_THE_HOST_ALONE = {
    "edit", "negotiate", "write", "agree", "reopen_text", "put_to_sign", "amend", "budget", "allocate", "renew", "end",
    "not_renew", "terminate", "abandon",
}  # fmt: skip
PARTIES = {"idea", "negotiating", "text_agreed"}


def expected(role: str, state: str, *, side: str) -> set[str]:
    found = HOST[state]
    if role == "observer" or (role == "member" and side == "none"):
        return set()
    if role == "member":
        return found - (OF_THE_HOST_ALONE if side == "partner" else set())
    found = found | ({"parties"} if state in PARTIES else set())
    finished = state in ("ended", "not_renewed", "terminated", "abandoned")
    return found | ({"reopen"} if role == "administrator" and finished else set())


@pytest.mark.parametrize("state", Partnership.State.values)
@pytest.mark.parametrize("side", ["host", "partner", "none"])
@pytest.mark.parametrize("role", ["administrator", "coordinator", "member", "observer"])
def test_what_may_be_done_with_a_partnership(role, side, state):
    partnership = Partnership(state=state)
    partnership.is_host, partnership.is_partner = side == "host", side == "partner"
    assert allowed(PARTNERSHIP, User(role=role), partnership) == expected(role, state, side=side)


@pytest.mark.django_db
@pytest.mark.parametrize("state", Partnership.State.values)
def test_the_page_of_each_step_opens_to_whom_the_table_says(
    signed_in, put, partnership, administrator, french_coordinator, host_member, partner_member, outsider_member, observer, state
):
    put(partnership, state)
    people = {
        administrator: "none", french_coordinator: "none", host_member: "host", partner_member: "partner",
        outsider_member: "outside", observer: "outside",
    }  # fmt: skip
    for user, side in people.items():
        client = signed_in(user)
        can = expected(user.role, state, side=side)
        for step in STEPS:
            status = 404 if side == "outside" else 200 if step in can else 403
            assert client.get(address("partnership-step", partnership.pk, step)).status_code == status, (user.role, side, step)


@pytest.mark.django_db
def test_there_is_no_page_for_a_step_that_is_none(signed_in, french_coordinator, partnership):
    assert signed_in(french_coordinator).get(address("partnership-step", partnership.pk, "complete")).status_code == 404
