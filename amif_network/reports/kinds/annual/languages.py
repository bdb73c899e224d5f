"""Chapter: whether French and Dutch stand on the same footing: how far the minutes are in each, and what was published."""

from collections import Counter

from django.utils.translation import gettext as _

from amif_network.core.bilingual import LANGUAGES, localised
from amif_network.core.money import format_percent
from meetings.models import Edition
from meetings.progress import progress_of

from ...chapters import Cell, Chapter, Column, Share, Table
from ...drawings import bars
from ..chaptered import year_of
from ..kind import Asked
from .years import gatherings, years


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter: sections of minutes that say the same as their counterpart, of those that should."""
    span, year = years(asked), year_of(asked.parameters)
    meetings = list(gatherings(asked.user, span).filter(minutes__isnull=False).select_related("minutes").order_by("date", "pk"))
    reached = progress_of([one.minutes.pk for one in meetings])
    done = {each: {code: _share(each, code, meetings, reached) for code in LANGUAGES} for each in span}
    of_year = [one for one in meetings if one.date.year == year]
    findings = []
    for code, sentence in (
        ("fr", _("French texts that are up to date: %(share)s.")),
        ("nl", _("Dutch texts that are up to date: %(share)s.")),
    ):
        if (percent := done[year][code].percent) is not None:
            findings.append(sentence % {"share": format_percent(percent, lang)})
    missing = sum(not (one.title_fr and one.title_nl) for one in of_year)
    if missing:
        findings.append(_("Titles of meetings in one language only: %(n)s.") % {"n": missing})
    return Chapter(
        "languages", _("The two languages"), findings, [_by_meeting(of_year, reached, lang), _by_year(span, done, lang)]
    )


def _share(year: int, code: str, meetings: list, reached: dict) -> Share:
    found = [one for meeting in meetings if meeting.date.year == year for one in reached[meeting.minutes.pk] if one.lang == code]
    return Share(sum(one.done for one in found), sum(one.total for one in found))


def _by_meeting(meetings: list, reached: dict, lang: str) -> Table:
    published = Counter(
        Edition.objects.filter(minutes__in=[one.minutes.pk for one in meetings]).current().values_list("minutes", "language")
    )
    rows: list[list[Cell]] = []
    for one in meetings:
        by_language = {each.lang: each for each in reached[one.minutes.pk]}
        shares = [Share(by_language[code].done, by_language[code].total) for code in LANGUAGES]
        files = [_("yes") if published[(one.minutes.pk, code)] else _("no") for code in (*LANGUAGES, "both")]
        rows.append([one.date, localised(one, "title", lang), *shares, *files])
    columns = [
        Column(_("Day"), width="w-15"), Column(_("Minutes")), Column(_("French"), True, "w-10"), Column(_("Dutch"), True, "w-10"),
        *(Column(words, width="w-10") for words in (_("Edition in French"), _("Edition in Dutch"), _("Bilingual edition"))),
    ]  # fmt: skip
    return Table(
        "minutes",
        _("Minutes of the year"),
        columns,
        rows,
        note=_("The share of texts that are up to date with the other language."),
    )


def _by_year(span: list[int], done: dict[int, dict[str, Share]], lang: str) -> Table:
    rows: list[list[Cell]] = [[str(year), *(done[year][code] for code in LANGUAGES)] for year in span]
    data = [(str(year), [float(done[year][code].percent or 0) for code in LANGUAGES]) for year in span]

    def say(row: int, series: int) -> str:
        percent = done[span[row]][LANGUAGES[series]].percent
        return "–" if percent is None else format_percent(percent, lang)

    labels, title = [_("French"), _("Dutch")], _("Texts up to date, by year")
    drawing = bars(title, _("The share of texts that are up to date with the other language."), labels, data, say)
    columns = [Column(_("Year")), *(Column(label, True, "w-35") for label in labels)]
    return Table("by-year", title, columns, rows, drawing=drawing)
