"""Who may open what: every address × role × own and other objects × method, compared with the written table.

The table is `matrix.csv`; `python scripts/permissions.py` writes docs/permissions.md from it. An address that is new fails by its
name. The failing test prints the lines as they are answered: judge them before they are copied into the table.
"""

import csv
import io
import subprocess
import sys
from collections.abc import Iterable, Mapping

import pytest
from django.conf import settings
from django.contrib.admin import site

from .scene import ROLES
from .walk import Key, Place, answers, ask, in_words, written

# What these wait for is not in the scene: a call in selection, a section in the address, an answer that came, words set aside,
# a presence that is named, a second step that is set up, a provider of identities. Their own tests open them.
CLOSED_HERE = {
    "meetings:board-ask-again", "meetings:conflict", "meetings:mark", "mfa_deactivate_totp", "openid_connect_callback",
    "openid_connect_login", "partnerships:evidence-new", "projects:decree", "projects:decree-new", "projects:from-minutes",
    "socialaccount_login_error",
    # Opened by the token of a program, which no role holds: tests/api.
    "api:published", "api:calendar", "api:edition-pdf", "api:meetings", "api:meeting", "api:editions", "api:edition",
    "api:organisations", "api:organisation", "api:calls", "api:call", "api:partnerships", "api:partnership",
}  # fmt: skip
# Posted to by programs that hold no token of a form: each says at its view what its right is instead.
WITHOUT_TOKEN = {"outbox:unsubscribe"}

# The walk is taken in parts, so that the workers of the test run share it evenly.
PARTS = 6

pytestmark = pytest.mark.django_db


def lines(cells: Mapping[Key, list[str]], keys: Iterable[Key]) -> str:
    """Return lines as they stand in the table."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*key, *cells[key]] for key in keys)
    return text.getvalue()


def test_every_place_has_a_line_of_its_own(everywhere) -> None:
    assert len({place.key for place in everywhere}) == len(everywhere)


def test_the_table_has_a_line_for_every_address_and_no_other(everywhere) -> None:
    assert {place.key for place in everywhere} == written().keys()


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_answers_every_role_as_it_is_written(portal, everywhere, part) -> None:
    """One walk for two questions: it is the longest part of the suite. Headers: tests/test_security_headers.py."""
    found, table = {place.key: answers(place, portal.sessions) for place in everywhere[part::PARTS]}, written()
    assert found
    assert lines(found, [key for key in found if key not in table]) == "", "addresses without a line in the table"
    assert lines(found, [key for key in found if table[key] != found[key]]) == "", "what is answered is not what is written"


def test_every_address_opens_to_somebody() -> None:
    opens = {"page", "redirect", "409", "422", "204", "400", "429"}
    table = written()
    opened = {name for (name, _), cells in table.items() if any(part in opens for cell in cells for part in cell.split("|"))}
    assert {name for name, _ in table} - opened == CLOSED_HERE


@pytest.mark.long
def test_nobody_but_administrators_enters_the_administration(portal, administration) -> None:
    """One rule for every page of every record: others are led to the sign-in, which refuses who is signed in already."""
    assert len(administration) > 5 * len(site._registry)
    entered = {}
    for place in administration:
        for role in ROLES:
            if role != "administrator":
                answers_ = {in_words(ask(method, place, portal.sessions.get(role, ""))) for method in ("GET", "POST")}
                # Signing out leads on to the portal's own page, through the index.
                if not answers_ <= {"sign-in", "refused", "403"} and place.name != "admin:logout":
                    entered[place.name, role] = answers_
    assert entered == {}


def test_the_sign_in_of_the_administration_refuses_who_is_no_administrator(portal) -> None:
    place = Place("admin:login", "", "/fr/admin/login/")
    said = {role: in_words(ask("GET", place, portal.sessions[role])) for role in ROLES[1:]}
    assert said == {"administrator": "redirect", **dict.fromkeys(ROLES[2:], "403")}


@pytest.mark.long
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_other_method_is_answered_by_anything(portal, everywhere, administration, method) -> None:
    asked = {
        (place.key, role): in_words(ask(method, place, portal.sessions.get(role, "")))
        for place in [*everywhere, *administration]
        for role in ("anonymous", "administrator")
    }
    # Nothing but the layer that refuses them looks at such a request.
    # The API says to programs which methods it knows.
    other = {"204"} if method == "OPTIONS" else {"405"}
    expected = {where: other if where[0][0].startswith("api:") else {"405"} for where in asked}
    assert {where: said for where, said in asked.items() if said not in expected[where]} == {}


@pytest.mark.long
def test_no_form_is_taken_without_its_token(portal, everywhere, administration) -> None:
    """As the administrator, to whom most is open; what only reads answers 405, with or without."""
    session, all_places = portal.sessions["administrator"], [*everywhere, *administration]
    asked = {place.key: in_words(ask("POST", place, session, forged=True)) for place in all_places}
    taken = {key[0] for key, said in asked.items() if said not in ("403", "405")}
    assert taken == WITHOUT_TOKEN


def test_the_page_of_the_documentation_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, "scripts/permissions.py", "--check"], cwd=settings.BASE_DIR, check=False)
    assert done.returncode == 0
