"""Behind a pooler that shares connections between transactions nothing is left on a connection."""

import io

import pytest
from django.db import connection

from amif_network.reports import processes
from amif_network.reports.kinds import Part

pytestmark = pytest.mark.django_db(transaction=True)


def test_behind_a_pooler_the_transaction_and_not_the_connection_is_bound(monkeypatch):
    """What is set on a connection that a pooler shares would bind whoever has it next."""
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    said = []

    def ask(file):
        with connection.cursor() as cursor:
            for name in ("transaction_read_only", "default_transaction_read_only"):
                cursor.execute(f"SHOW {name}")
                said.append(cursor.fetchone()[0])

    processes._read(Part("part", ask), io.BytesIO(), "")
    assert said == ["on", "off"]
