"""What every test may use."""

import os
import uuid

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a throw-away PostgreSQL of its own; workers of xdist inherit its name and share it.

    It starts with the first test that opens a connection and is removed when the last process has ended.
    With DATABASE_URL set, the tests use that server instead.
    """
    if "DATABASE_URL" not in os.environ:
        os.environ.setdefault("AMIF_POSTGRES_THROW_AWAY", uuid.uuid4().hex[:8])
