"""A long import: worked on by a task, told on its page, gone on with after a restart, and all or nothing like a short one."""

import datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils.translation import override

from amif_network.accounts.models import AccessEntry, User
from amif_network.directory.models import Person
from amif_network.exchange import importing, working
from amif_network.exchange.models import Importation, Progress
from amif_network.exchange.outcome import seal
from amif_network.exchange.progress import told
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory
from tests.factories.meetings import NOW
from tests.meetings.pages import words

from .sheets import address, refusals, text, upload

ROWS = importing.AT_ONCE_ROWS + 1
LATER = NOW + importing.PATIENCE + datetime.timedelta(seconds=1)


def people(number: int, *more: list[object]) -> bytes:
    rows = ([f"Prénom {one}", f"Nom {one}", ""] for one in range(number))
    return text([["given_name", "family_name", "email"], *rows, *more])


def received(by: User, data: bytes) -> Importation:
    return importing.receive(data=data, filename="people.csv", by=by, at=NOW)


def confirmed(importation: Importation, by: User) -> Importation:
    importation.refresh_from_db()
    importing.confirm(importation, shown=seal(importation.outcome), by=by, at=NOW)
    return importation


@pytest.fixture
def client(administrator: User, signed_in) -> Client:
    return signed_in(administrator)


def test_a_long_file_is_looked_at_and_imported_by_the_worker(administrator, client, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, people(ROWS), "people.csv")
    importation = Importation.objects.get()
    assert (importation.state, importation.outcome["counts"]["new"]) == ("shown", ROWS)
    assert not Person.objects.exists()
    page = client.get(importation.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("import-confirm", importation.uuid), {"shown": page.context["seal"]})
    assert Person.objects.count() == ROWS
    importation.refresh_from_db()
    assert importation.state == "imported"
    [entry] = AccessEntry.objects.filter(kind="import")
    assert (entry.user, entry.rows) == (administrator, ROWS)


def test_the_page_tells_how_far_the_work_is(administrator, client) -> None:
    importation = received(administrator, people(ROWS))
    Progress.objects.update(done=120, total=ROWS)
    page = client.get(importation.get_absolute_url())
    assert f"120 of {ROWS}" in words(page) or f"120 sur {ROWS}" in words(page)
    assert f'<progress max="{ROWS}" value="120"' in page.content.decode()
    fragment = client.get(importation.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    working.work(importation.pk, at=NOW)
    done = client.get(importation.get_absolute_url(), headers={"HX-Request": "true"})
    assert (done["HX-Refresh"], done.content) == ("true", b"")


def test_one_refused_row_of_many_keeps_all_of_them_out(administrator) -> None:
    importation = received(administrator, people(ROWS, ["Zoé", "Carlier", "pas une adresse"]))
    assert working.work(importation.pk, at=NOW) == "shown"
    importation.refresh_from_db()
    assert importation.outcome["counts"] == {"new": ROWS, "changed": 0, "same": 0, "refused": 1}
    assert [found[:2] for found in refusals(importation)] == [(ROWS + 2, "email")]
    confirmed(importation, administrator)
    assert working.work(importation.pk, at=NOW) == "shown"
    importation.refresh_from_db()
    assert importation.remark
    assert not Person.objects.exists()


@override("fr")
def test_what_changed_between_preview_and_work_is_not_written(administrator) -> None:
    importation = received(administrator, people(ROWS))
    working.work(importation.pk, at=NOW)
    confirmed(importation, administrator)
    PersonFactory(given_name="Prénom 7", family_name="Nom 7", email="else@example.org")
    assert working.work(importation.pk, at=NOW) == "shown"
    importation.refresh_from_db()
    assert importation.remark.startswith("Quelque chose a changé depuis que vous avez vu l’aperçu")
    assert Person.objects.count() == 1


def test_a_file_that_cannot_be_read_says_so_on_its_page(administrator, client) -> None:
    data = people(ROWS) + b"=1+1;x;y\n" + b" " * importing.AT_ONCE_BYTES
    importation = received(administrator, data)
    assert working.work(importation.pk, at=NOW) == "unreadable"
    importation.refresh_from_db()
    assert " ".join(importation.remark.split()) in words(client.get(importation.get_absolute_url()))


def test_work_that_lies_is_begun_again_and_given_up_in_the_end(administrator, django_capture_on_commit_callbacks) -> None:
    importation = received(administrator, people(ROWS))
    with django_capture_on_commit_callbacks() as begun:
        importing.resume(at=NOW)
    assert begun == []
    with django_capture_on_commit_callbacks(execute=True):
        importing.resume(at=LATER)
    importation.refresh_from_db()
    assert (importation.state, importation.attempts) == ("shown", 2)
    Importation.objects.update(state="looking", attempts=importing.MOST_ATTEMPTS)
    importing.resume(at=LATER + importing.PATIENCE * 2)
    importation.refresh_from_db()
    assert importation.state == "broken_off"
    assert importation.remark


def test_work_that_is_done_is_not_done_twice(administrator) -> None:
    importation = received(administrator, people(ROWS))
    assert working.work(importation.pk, at=NOW) == "shown"
    assert working.work(importation.pk, at=NOW) == ""


def test_rows_that_the_database_refuses_tell_their_own_sentence(administrator) -> None:
    data = text([["organisation", "kind", "short_fr"], ["gent", "cpas", "Gand"]])
    importing.confirm(
        importation := importing.receive(data=data, filename="organisations.csv", by=administrator, at=NOW),
        shown=seal(importation.outcome), by=administrator, at=NOW,
    )  # fmt: skip
    rows = text([["organisation", "spelling"], ["gent", "Gand 1"], ["gent", "GAND 1"], ["gent", "Gand 2"]])
    importation = importing.receive(data=rows, filename="aliases.csv", by=administrator, at=NOW)
    assert refusals(importation) == [(3, "", "This organisation already has this spelling.")]
    assert importation.outcome["counts"]["new"] == 2


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_transaction_is_open() -> None:
    importation = received(UserFactory(administrator=True), people(3))
    with transaction.atomic():
        Importation.objects.select_for_update().get(pk=importation.pk)
        with told(importation) as tell:
            tell(2, 3)
    assert list(Progress.objects.values_list("done", "total")) == [(2, 3)]
    assert connection.in_atomic_block is False
