"""A committee of the immersion between Charleroi, which hosts, and Binche."""

import pytest

from partnerships.models import Committee
from tests.factories.partnerships import CommitteeFactory
from tests.partnerships.presence.conftest import immersion, partnership

__all__ = ["immersion", "partnership"]


@pytest.fixture
def committee(partnership) -> Committee:
    return CommitteeFactory(partnership=partnership)


@pytest.fixture
def steering(partnership) -> Committee:
    return CommitteeFactory(partnership=partnership, steering=True)
