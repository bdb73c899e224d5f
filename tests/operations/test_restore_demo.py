"""Backup, loss and restore of a whole network: every count and every hash is equal, and what was altered is named."""

import datetime

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection

from amif_network.operations import facts
from amif_network.operations.backing_up import back_up
from amif_network.operations.restoring import restore, throw_away_database
from amif_network.operations.storing import all_names
from meetings.models import Edition

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def network(storage) -> None:
    """The demo, as it was built by the actions of the portal."""
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", as_of=datetime.date(2026, 3, 2), site="https://demo.example", verbosity=0)


def test_the_demo_is_sound_and_comes_back_whole(network, storage, place, at, tmp_path, capsys):
    capsys.readouterr()
    call_command("check_data")
    assert capsys.readouterr().out == "The data are sound.\n"
    made = back_up(place, connection=connection, storage=storage, at=at, passphrase="une phrase assez longue")
    assert made.complaints == []
    elsewhere = FileSystemStorage(tmp_path / "restored")
    with throw_away_database("test_amif_restored_demo", connection) as empty:
        assert restore(made.path, "une phrase assez longue", connection=empty, storage=elsewhere) == []
        rows = {name: facts.ask(empty, f'SELECT count(*) FROM "{name}"')[0][0] for name in facts.tables(empty)}  # noqa: S608
    assert rows == {name: table["rows"] for name, table in made.manifest["tables"].items()}
    assert len(made.manifest["editions"]) == Edition.objects.count() > 0
    assert list(all_names(elsewhere)) == sorted(facts.mentioned_files(connection))
