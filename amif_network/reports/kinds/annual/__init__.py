"""The annual report: what happened in the network in a calendar year, beside the years before."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...forms import YearForm
from ..chaptered import Chaptered, Drafted
from . import attendance, follow_up, languages, meetings, money, partnerships, people, themes


class Annual(Chaptered):
    """Eight chapters, each of which counts for itself."""

    key = "annual"
    title = _("Annual report")
    question = _("What happened in the network in a year?")
    form = YearForm
    chapters = (
        Drafted("meetings", _("Meetings"), meetings.read),
        Drafted("attendance", _("Attendance"), attendance.read),
        Drafted("people", _("Newcomers and departures"), people.read),
        Drafted("follow-up", _("Promises and signals"), follow_up.read),
        Drafted("themes", _("Themes"), themes.read),
        Drafted("partnerships", _("Partnerships"), partnerships.read),
        Drafted("money", _("Money"), money.read),
        Drafted("languages", _("The two languages"), languages.read),
    )

    def about(self, parameters: Mapping[str, Any], lang: str) -> str:
        """Return the year."""
        return str(parameters["year"])


KIND = Annual()
