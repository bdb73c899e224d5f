"""The ten most used pages, drawn anew in a network of a hundredth, a tenth and the whole of its size, against an empty view.

The network is that of `scale`: 2 000 meetings with 60 000 sections in both languages, 3 000 projects, 2 000 partnerships.
The workspace has two rows: opened while somebody writes, one section having changed since the others were drawn; and opened for
the first time in a worker, every section drawn, which has no goal.
"""

import time
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import translation

from bench.pages import TIMES, questions
from bench.portal import EMPTY, browser, coordinator, drawn_anew, forgotten, load
from bench.rows import Row, compare
from meetings.models import Edition, Meeting, SectionText
from partnerships.models import Partnership
from projects.models import Call
from scale.network import Size, grow

SIZES = (1, 10, 100)
# Times an empty view, for the whole network.
GOAL = 5
WORKSPACE = "Workspace"


def rows() -> Iterator[Row]:
    """Measure each page at each size; what was written is taken back at the end."""
    browser()
    with forgotten():
        for size in SIZES:
            grow(Size.of(size), by=coordinator())
            goal = GOAL if size == SIZES[-1] else None
            for name, page in pages().items():
                measured = compare(partial(drawn_anew, page), partial(load, EMPTY), times=TIMES)
                scale = f"{size} % of the network, {questions(partial(load, page))} queries"
                yield Row(f"{name}, drawn", scale, *measured, None if name == WORKSPACE else goal)
            workspace = partial(load, pages()[WORKSPACE])
            measured = compare(workspace, partial(load, EMPTY), times=TIMES, before=change_a_section)
            yield Row(f"{WORKSPACE}, one section changed", f"{size} % of the network", *measured, goal)


def change_a_section() -> None:
    """Write a few words more into a text of the workspace that is measured, as an autosave of somebody else does."""
    written = SectionText.objects.filter(section__minutes__meeting=first_meeting(), section__removed_at=None)
    text = written.order_by("section__position", "pk")[0]
    text.html += f"<p>{time.monotonic_ns()}</p>"
    text.rev += 1
    text.save(update_fields=["html", "rev"])


def first_meeting() -> Meeting:
    """Return the meeting whose pages are measured."""
    return Meeting.objects.filter(series="network").order_by("pk")[0]


def pages() -> dict[str, str]:
    """Return the addresses by what stands there: the first record of each kind, which is there at every size."""
    meeting = first_meeting()
    edition = Edition.objects.order_by("pk")[0]
    with translation.override("fr"):
        return {
            "First page": reverse("home:home"),
            "Meetings": reverse("meetings:list"),
            "Meeting": reverse("meetings:meeting", args=[meeting.pk]),
            WORKSPACE: reverse("meetings:workspace", args=[meeting.pk]),
            "Edition (PDF)": edition.get_absolute_url(),
            "Calls": reverse("projects:calls"),
            "Call": reverse("projects:call", args=[Call.objects.order_by("pk")[0].pk]),
            "Partnerships": reverse("partnerships:partnerships"),
            "Partnership": reverse("partnerships:partnership", args=[Partnership.objects.order_by("pk")[0].pk]),
            "Search": f"{reverse('search:search')}?q=logement",
        }
