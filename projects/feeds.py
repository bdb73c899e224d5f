"""What minutes feed: dates of calls and answers of organisations, shown at the section that said them (setting SECTION_FEEDS)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_list
from amif_network.core.questions import Ask
from meetings.feeds import Fed, Feed, RecordLink

from .models import Call, CallDate, ExpressionOfInterest
from .models.choices import InterestAnswer
from .wording.dates import in_words


def of_sections(keys: Sequence[int], user: User) -> dict[int, list[Fed]]:
    """Return by section the dates that were said there, and the answers, a line for each call. Two queries.

    Everybody but coordinating users learns published dates and the answers of their own organisations, and nothing of
    anonymous sections.
    """
    dates, answers = dates_said(user, list(keys)), answers_given(user, list(keys), lang=active_language())
    found: dict[int, list[Fed]] = defaultdict(list)
    for date in dates:
        found[date.section_id].append(_date(date))
    polls: dict[tuple[int, int], list[ExpressionOfInterest]] = defaultdict(list)
    for one in answers:
        polls[one.section_id, one.call_id].append(one)
    for (section, _call), poll in polls.items():
        found[section].append(_poll(poll, user))
    return found


def asks(keys: Sequence[int], user: User) -> list[Ask]:
    """Return what `of_sections` will ask."""
    return [dates_said.of(user, list(keys)), answers_given.of(user, list(keys), lang=active_language())]


@ReaderQuestion
def dates_said(reader: User, sections: Sequence[int]) -> Any:
    """Return the dates of calls that sections said, in the order of calls and days."""
    said = _readable(CallDate.objects.visible_to(reader), sections, reader)
    return said.select_related("call").order_by("call", "earliest", "version")


@ReaderQuestion
def answers_given(reader: User, sections: Sequence[int], *, lang: str) -> Any:
    """Return the answers of organisations that sections gave, in the order of calls and of names in `lang`."""
    given = _readable(ExpressionOfInterest.objects.visible_to(reader), sections, reader)
    return given.select_related("call", "organisation").order_by("call", f"organisation__sort_{lang}", "pk")


def _readable(rows: Any, sections: Sequence[int], reader: User) -> Any:
    found = rows.filter(section__among=sections)
    return found if reader.is_coordinating else found.exclude(section__anonymous=True)


def _date(date: CallDate) -> Fed:
    words = _("call %(number)s, %(kind)s: %(day)s") % {
        "number": date.call.number,
        "kind": date.get_kind_display(),
        "day": in_words(date, active_language()),
    }
    return Fed(_("Date"), words, date.get_absolute_url(), "" if date.published_at else _("not published yet"))


def _poll(answers: Sequence[ExpressionOfInterest], user: User) -> Fed:
    """Write what several organisations answered one call: who said what."""
    call: Call = answers[0].call
    said: dict[str, list[str]] = defaultdict(list)
    for one in answers:
        said[one.answer].append(str(one.organisation))
    groups = [
        f"{label} ({format_list(said[answer], active_language())})" for answer, label in InterestAnswer.choices if said[answer]
    ]
    words = _("call %(number)s: %(answers)s") % {"number": call.number, "answers": ", ".join(groups)}
    page = "projects:interests" if user.is_coordinating else "projects:interest"
    return Fed(_("Answers"), words, reverse(page, args=[call.pk]))


FEED = Feed(
    of_sections,
    asks,
    (
        RecordLink(gettext_lazy("Record a date of a call"), "calendar", "projects:from-minutes", ("date",)),
        RecordLink(gettext_lazy("Record answers to a call"), "people", "projects:from-minutes", ("answers",)),
    ),
)
