"""The minutes that were published last, as the first page names them: plain values, and never the bytes of an edition."""

import datetime
from typing import Any, NamedTuple

from django.db.models import F
from django.urls import reverse

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import Localised, active_language, localised
from amif_network.core.questions import Ask

from .editions import latest_by_meeting
from .models import Edition
from .models.choices import EditionLanguage
from .version import version_name

# The editions of a version: two languages and both together, for the network and for the public; some were corrected once.
EDITIONS_OF_ONE = 12
# Of how many meetings the last published editions are looked through.
MEETINGS = 10
MEETING = "minutes__meeting"


class Published(NamedTuple):
    """The edition to read of a meeting, in the person's language where there is one."""

    title: Localised
    held_on: datetime.date
    published_at: datetime.datetime
    version_name: str
    language: str
    language_label: str
    page: str
    pdf: str


def latest(user: User, most: int, since: datetime.datetime | None = None) -> list[Published]:
    """Return the meetings published last, or `since` then, that exist for `user`; `most` of them, up to MEETINGS. One query."""
    lang, rows = active_language(), _editions(user)[: most * EDITIONS_OF_ONE]
    told = [row for row in rows if since is None or row.published_at >= since]
    return [_published(row, lang) for row in latest_by_meeting(told, lang)[:most]]


def asks(user: User) -> list[Ask]:
    """Return what `latest` asks of the database."""
    return [_editions.of(user)]


@ReaderQuestion
def _editions(reader: User) -> Any:
    # Whoever sees all reads the last ones from the index. Of the few that others see the database would go through all of it, and
    # ask of each who may read it: it sorts these few, since their moments are worked out.
    when = F("published_at") if reader.is_coordinating else F("published_at") + datetime.timedelta()
    found = Edition.objects.visible_to(reader).order_by(when.desc(), "pk")[: MEETINGS * EDITIONS_OF_ONE]
    return found.values_list(
        "pk", "minutes_id", "version", "audience", "language", "published_at",
        f"{MEETING}_id", f"{MEETING}__title_fr", f"{MEETING}__title_nl", f"{MEETING}__date", named=True,
    )  # fmt: skip


def _published(row: Any, lang: str) -> Published:
    meeting = getattr(row, f"{MEETING}_id")
    return Published(
        localised(row, f"{MEETING}__title", lang),
        getattr(row, f"{MEETING}__date"),
        row.published_at,
        version_name(row.version),
        row.language,
        str(EditionLanguage(row.language).label),
        reverse("meetings:read", args=[meeting, row.pk]),
        reverse("meetings:edition", args=[meeting, row.pk]),
    )
