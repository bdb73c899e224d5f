"""A mail server beside the tests."""

from collections.abc import Iterator

import pytest

from tests.smtp import MailServer, mail_server


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server
