"""The ten most used pages, drawn anew in a network of a hundredth, a tenth and the whole of its size, against an empty view.

The network is that of `scale`: 2 000 meetings with 60 000 sections in both languages, 3 000 projects, 2 000 partnerships.
"""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import translation

from bench.pages import TIMES, questions
from bench.portal import EMPTY, browser, coordinator, drawn_anew, forgotten, load
from bench.rows import Row, compare
from meetings.models import Edition, Meeting
from partnerships.models import Partnership
from projects.models import Call
from scale.network import Size, grow

SIZES = (1, 10, 100)
# Times an empty view, for the whole network.
GOAL = 5


def rows() -> Iterator[Row]:
    """Measure each page at each size; what was written is taken back at the end."""
    browser()
    with forgotten():
        for size in SIZES:
            grow(Size.of(size), by=coordinator())
            for name, page in pages().items():
                measured = compare(partial(drawn_anew, page), partial(load, EMPTY), times=TIMES)
                scale = f"{size} % of the network, {questions(partial(load, page))} queries"
                yield Row(f"{name}, drawn", scale, *measured, GOAL if size == SIZES[-1] else None)


def pages() -> dict[str, str]:
    """Return the addresses by what stands there: the first record of each kind, which is there at every size."""
    meeting = Meeting.objects.filter(series="network").order_by("pk")[0]
    edition = Edition.objects.order_by("pk")[0]
    with translation.override("fr"):
        return {
            "First page": reverse("home:home"),
            "Meetings": reverse("meetings:list"),
            "Meeting": reverse("meetings:meeting", args=[meeting.pk]),
            "Workspace": reverse("meetings:workspace", args=[meeting.pk]),
            "Edition (PDF)": edition.get_absolute_url(),
            "Calls": reverse("projects:calls"),
            "Call": reverse("projects:call", args=[Call.objects.order_by("pk")[0].pk]),
            "Partnerships": reverse("partnerships:partnerships"),
            "Partnership": reverse("partnerships:partnership", args=[Partnership.objects.order_by("pk")[0].pk]),
            "Search": f"{reverse('search:search')}?q=logement",
        }
