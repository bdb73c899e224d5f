"""Ways around the doors: links used for another door, sessions that somebody brings along, rows of others, files that lie."""

import datetime
from itertools import product
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amif_network.accounts.models import User
from meetings.models import ReviewLink
from projects.models import ProjectDocument
from tests.factories.accounts import PASSWORD
from tests.factories.projects import FundingFactory

from .conftest import Portal
from .walk import Place, ask

pytestmark = pytest.mark.django_db

# Each kind of signed link: the address of its scene, the name of the value, and where its page stands.
DOORS = {
    "meetings:review-link": ("token", "/fr/meetings/review/{}/"),
    "meetings:reply-link": ("token", "/fr/meetings/reply/{}/"),
    "meetings:edition-link": ("token", "/fr/meetings/edition/{}/"),
    "outbox": ("token", "/fr/mails/unsubscribe/{}/"),
    "access:accept": ("token", "/fr/access/invitation/{}/"),
    "account_confirm_email": ("key", "/fr/accounts/confirm-email/{}/"),
    "calendar-feed": ("key", "/calendar/{}.ics"),
}
# Editors of rows, each a form with as many rows as the browser says.
ROWS = (
    "meetings:agenda", "meetings:attendance", "projects:envelopes", "projects:funding", "projects:budget", "projects:supplements",
    "partnerships:seats", "partnerships:holders",
)  # fmt: skip


def link_of(portal: Portal, kind: str) -> str:
    return str(portal.sides["own"].places[kind][DOORS[kind][0]])


def opened(path: str, session: str = "") -> int:
    return ask("GET", Place("", "", path), session).status_code


@pytest.mark.parametrize(("kind", "door"), [pair for pair in product(DOORS, DOORS) if pair[0] != pair[1]])
def test_a_link_of_one_kind_opens_no_other_door(portal, kind, door) -> None:
    path = DOORS[door][1].format(quote(link_of(portal, kind)))
    answer = ask("GET", Place("", "", path), "")
    # A page of allauth says by itself that the link does not hold; every other door is not there.
    assert answer.status_code in ((200, 404) if door == "account_confirm_email" else (404, 410)), path
    assert ask("POST", Place("", "", path), "").status_code in (302, 404, 405, 410)


@pytest.mark.parametrize(
    "kind", ["meetings:review-link", "meetings:reply-link", "meetings:edition-link", "outbox", "access:accept"]
)
def test_a_link_that_was_changed_opens_nothing(portal, kind) -> None:
    link, path = link_of(portal, kind), DOORS[kind][1]
    value = link.rpartition(".")[0] or link[1:]
    signed = [Signer(salt="other", sep=".").sign(value), Signer(sep=".").sign(value)]
    forged = [link[:-1], link + "A", link.swapcase(), value, *signed, "x"]
    assert {opened(path.format(quote(one))) for one in forged} <= {404, 410}
    assert opened(path.format(link)) == 200


def test_a_link_to_a_review_ends_with_its_day_and_when_it_is_withdrawn(portal) -> None:
    path = DOORS["meetings:review-link"][1].format(link_of(portal, "meetings:review-link"))
    links, now = ReviewLink.objects.filter(email="lien@example.org"), timezone.now()
    assert opened(path) == 200
    links.update(expires_at=now - datetime.timedelta(seconds=1))
    assert opened(path) == 404
    links.update(expires_at=now + datetime.timedelta(days=1), revoked_at=now)
    assert opened(path) == 404


def test_an_invitation_is_accepted_once(portal) -> None:
    path = DOORS["access:accept"][1].format(link_of(portal, "access:accept"))
    sent = {"password1": PASSWORD, "password2": PASSWORD, "language": "fr"}
    first, second = Client(), Client()
    assert first.post(path, sent).status_code == 302
    before = User.objects.count()
    assert second.post(path, sent).status_code in (404, 409, 410)
    assert (User.objects.count(), settings.SESSION_COOKIE_NAME in second.cookies) == (before, False)


def test_signing_in_takes_a_new_session_and_adopts_none_that_was_brought_along(portal) -> None:
    client, login = Client(), "/fr/accounts/login/"
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.get(login)
    client.post(login, {"login": portal.users["host"].email, "password": PASSWORD})
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != "a" * 32
    assert (opened("/fr/profile/", "a" * 32), opened("/fr/profile/", key)) == (302, 200)
    client.post("/fr/accounts/logout/")
    assert opened("/fr/profile/", key) == 302


def test_a_new_password_ends_every_other_session(portal) -> None:
    user = portal.users["host"]
    user.set_password("another long pass phrase")
    user.save(update_fields=["password"])
    assert opened("/fr/profile/", portal.sessions["host"]) == 302


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("number", ["-1", "1000000000", "x", ""])
def test_a_number_of_rows_that_cannot_be_breaks_and_changes_nothing(portal, name, number) -> None:
    places = portal.sides["own"].places
    route = {**places.get(name.partition(":")[0], {}), **places.get(name, {})}
    wanted = ("pk", "committee_pk") if name in ("partnerships:seats", "partnerships:holders") else ("pk",)
    path = reverse(name, kwargs={key: route[key] for key in wanted})
    session = portal.sessions["coordinator"]
    before = ask("GET", Place("", "", path), session)
    assert b"TOTAL_FORMS" in before.content
    sent = Place("", "", path, {"form-TOTAL_FORMS": number, "form-INITIAL_FORMS": number, "base": "x"})
    assert ask("POST", sent, session).status_code in (200, 400, 409, 422)


def test_a_row_of_another_project_is_not_taken_over(portal) -> None:
    own, other = (portal.sides[name].places["projects:funding"]["pk"] for name in ("own", "other"))
    theirs = FundingFactory(project_id=other, project=None)
    sent = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-row": theirs.pk, "form-0-id": theirs.pk, "form-0-asked": "1",
            "form-0-source": "amif", "form-0-year": 2026, "form-0-project": other}  # fmt: skip
    for pk, session in ((own, portal.sessions["host"]), (other, portal.sessions["host"])):
        ask("POST", Place("", "", f"/fr/calls/projects/{pk}/funding/", sent), session)
    theirs.refresh_from_db()
    assert (theirs.project_id, str(theirs.asked)) == (other, "75000.00")


def uploaded(portal: Portal, name: str, data: bytes, kind: str = "text/plain") -> ProjectDocument | None:
    """Attach a file to the host's own project as its member does; None where it is refused."""
    pk = portal.sides["own"].places["projects:project"]["pk"]
    file = SimpleUploadedFile("x.txt", data, content_type=kind)
    # As a program would send it: Django's own class would shorten the name before it leaves.
    file._name = name
    ask(
        "POST", Place("", "", f"/fr/calls/projects/{pk}/documents/attach/", {"file": file, "title": "T"}), portal.sessions["host"]
    )
    return ProjectDocument.objects.filter(project=pk, sha256__gt="", title="T").first()


@pytest.mark.parametrize("name", ["../../../etc/passwd.txt", "..\\..\\boot.txt", "/etc/cron.d/x.txt", 'a"; filename="b.html.txt'])
def test_the_name_of_a_file_leads_nowhere(portal, settings, tmp_path, name) -> None:
    settings.MEDIA_ROOT = tmp_path
    document = uploaded(portal, name, f"Bonjour {name}".encode())
    assert document is not None
    assert {path.resolve().is_relative_to(tmp_path) for path in tmp_path.rglob("*")} == {True}
    assert (".." in document.file.name, document.file.name.startswith("/")) == (False, False)
    pk = portal.sides["own"].places["projects:project"]["pk"]
    answer = ask("GET", Place("", "", f"/fr/calls/projects/{pk}/documents/{document.pk}/"), portal.sessions["host"])
    assert (answer["Content-Disposition"].startswith("attachment"), "X-Evil" in answer.headers) == (True, False)
    b"".join(answer)


def test_a_page_that_calls_itself_a_text_is_downloaded_as_a_text(portal, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    document = uploaded(portal, "page.txt", b"<html><script>alert(1)</script>", "text/html")
    assert document is not None
    pk = portal.sides["own"].places["projects:project"]["pk"]
    answer = ask("GET", Place("", "", f"/fr/calls/projects/{pk}/documents/{document.pk}/"), portal.sessions["host"])
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/plain", "nosniff")
    assert answer["Content-Disposition"] == 'attachment; filename="page.txt"'
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    b"".join(answer)


@pytest.mark.parametrize("name", ["page.html", "image.svg", "run.js", "a.pdf.exe", "noextension", "x.xhtml", "x.txt.html"])
def test_what_a_browser_would_run_is_refused(portal, settings, tmp_path, name) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert uploaded(portal, name, b"<script>alert(1)</script>") is None


def test_members_bring_no_tables_in_whatever_they_send(portal) -> None:
    file = SimpleUploadedFile("organisations.csv", b"organisation;short_fr\nx;y\n")
    for role in ("host", "partner", "outsider", "observer"):
        answer = ask("POST", Place("", "", "/fr/exchange/import/", {"file": file}), portal.sessions[role])
        assert answer.status_code == 403
