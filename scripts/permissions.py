"""Write docs/permissions.md from the table that the tests hold the portal to (tests/permissions/matrix.csv).

`python scripts/permissions.py` writes the page; with `--check` it only says whether it is up to date. Needs no database.
"""

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "permissions" / "matrix.csv"
PAGE = ROOT / "docs" / "permissions.md"
# The heading of each area, by what the names of its addresses begin with; in the order of the page.
AREAS = {
    "": "The portal itself",
    "account": "Signing in and one's own account",
    "home": "First page",
    "search": "Search",
    "alerts": "What needs attention",
    "directory": "Directory",
    "access": "Accounts, roles and invitations",
    "meetings": "Meetings and minutes",
    "projects": "Calls and projects",
    "partnerships": "Partnerships",
    "exchange": "Tables in and out",
    "history": "History",
    "privacy": "Personal data",
    "outbox": "Mails",
    "api": "The API, for programs with a token",
    "clients": "Programs that read through the API",
}
OF_ONES_ACCOUNT = ("account_", "accounts:", "mfa_", "socialaccount_", "usersessions_", "openid_connect_", "accounts/")
INTRODUCTION = """# Who may open what

Written by `python scripts/permissions.py` from `tests/permissions/matrix.csv`; a test fails where they differ. Another one asks
every address of the portal, in every role, with GET and with POST, and fails where the answer is not the one written here, where
an address is not in the table, and where the table names one that is gone (docs/testing.md).

Each cell says what is answered to reading / to sending an empty form:

- `page`: it opens. Sent with nothing, a form that asks for something is shown again (422 where it says what is missing).
- `redirect`: it was done, or leads on. `sign-in`: first somebody has to sign in.
- `403`: the role may not do this, or not in this state. `404`: it does not exist for them. `405`: it is only read, or only sent.
- Every other method (PUT, PATCH, DELETE, OPTIONS, TRACE) gets 405 everywhere, whoever asks; the API answers OPTIONS.
- `401`: the API asks for the token of a program; the session of a person is none.

*Own* objects belong to the host and its partner, *other* ones to organisations that have nothing to do with them. "host" and
"partner" are members of the first two, "outsider" is a member of an organisation that takes part in neither.
"""
OF_ADMINISTRATION = """## Administration

Everything below `/admin/` is for administrators alone: whoever has not signed in is led to the sign-in, every other role is
refused. What administrators may add, change or delete there follows from each record (`*/admin.py`).
"""


def area(name: str) -> str:
    """Return the key of the area an address belongs to."""
    if name.startswith(OF_ONES_ACCOUNT):
        return "account"
    namespace = name.partition(":")[0] if ":" in name else name.partition("/")[0]
    return namespace if namespace in AREAS else ""


def rows() -> list[list[str]]:
    """Return the lines of the table, its heading first."""
    with TABLE.open(newline="") as file:
        return [row for row in csv.reader(file) if row and not row[0].startswith("#")]


def page(table: list[list[str]]) -> str:
    """Return the words of docs/permissions.md."""
    heading, lines = table[0], table[1:]
    parts = [INTRODUCTION]
    for key, title in AREAS.items():
        found = [row for row in lines if area(row[0]) == key]
        if found:
            parts += [f"## {title}\n", _table(heading, found)]
    return "\n".join([*parts, OF_ADMINISTRATION])


def _table(heading: list[str], lines: list[list[str]]) -> str:
    shown = [[f"`{row[0]}`", *(cell.replace("|", " / ") for cell in row[1:])] for row in lines]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (heading, ["---"] * len(heading), *shown))


def main() -> int:
    """Write the page, or check it; return the exit status."""
    table = rows()
    wanted = page(table)
    if "--check" in sys.argv[1:]:
        fits = PAGE.is_file() and PAGE.read_text() == wanted
        print(f"» docs/permissions.md is {'up to' if fits else 'out of'} date.")
        return int(not fits)
    PAGE.write_text(wanted)
    print(f"» docs/permissions.md: {len(table) - 1} lines.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
