"""The trial kind in the place of the real ones, files in a folder of the test, and everything built in this process."""

import pytest

from amif_network.reports import asking
from amif_network.reports.kinds import kinds
from amif_network.reports.models import Report
from tests.factories.meetings import NOW


@pytest.fixture
def trial(settings, tmp_path):
    settings.REPORT_KINDS = ["tests.reports.trial_kinds.KIND"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.REPORT_PROCESSES = 0
    return kinds()["trial"]


@pytest.fixture
def asked(trial):
    """Return a function that asks for a trial report."""

    def ask(by, what: str = "plain", at=NOW, **more) -> Report:
        values = {"parameters": {"what": what}, "language": "fr", "format": "pdf", **more}
        return asking.ask(trial, by=by, at=at, **values)[0]

    return ask
