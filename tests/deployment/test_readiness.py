"""What a node says of itself to who watches it."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def parts(client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, {name: words for name, words in answer.json()["parts"].items() if words != "ready"}


def test_a_node_that_has_all_it_needs_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"], "no-store" in answer["Cache-Control"]) == (200, True, True)
    assert list(answer.json()["parts"]) == ["database", "migrations", "cache", "worker", "storage"]


def test_a_migration_that_is_not_applied_is_counted(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'meetings'")
    assert parts(client) == (503, {"migrations": "1 not applied: run prepare_database"})


def test_the_table_of_the_cache_is_missed(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cache RENAME TO elsewhere")
    assert parts(client) == (503, {"cache": "its table is missing: run prepare_database"})


def test_a_task_that_nobody_does_tells_of_a_missing_worker(client):
    task = DBTaskResult.objects.create(
        task_path="amif_network.outbox.tasks.hand_over", args_kwargs={"args": [], "kwargs": {}}, backend_name="default",
        queue_name="default", run_after=timezone.now(),
    )  # fmt: skip
    assert parts(client) == (200, {})
    DBTaskResult.objects.filter(pk=task.pk).update(
        enqueued_at=timezone.now() - datetime.timedelta(minutes=6), run_after=timezone.now() - datetime.timedelta(minutes=6)
    )
    assert parts(client) == (503, {"worker": "1 tasks wait for more than 5 minutes: is a worker running?"})


def test_a_folder_that_is_no_folder_cannot_be_written_to(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert parts(client) == (503, {"storage": "its folder cannot be written to"})
