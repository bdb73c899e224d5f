"""Sentences are compared as they stand in the code, whatever the catalogues make of them."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def in_the_words_of_the_code() -> Iterator[None]:
    with override(None):
        yield
