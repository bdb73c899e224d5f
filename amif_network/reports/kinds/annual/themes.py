"""Chapter: what the network spoke about: ideas, round tables, and what evaluations of partnerships say by theme."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.core.bilingual import Localised, localised
from meetings.models import Idea, Section
from meetings.models.choices import SectionKind
from partnerships.comparison import FAILS, WORKS
from partnerships.evaluations import readable
from partnerships.models import EvaluationItem
from partnerships.models.choices import ItemKind, Theme

from ...chapters import Cell, Chapter, Column, Table
from ...drawings import bars
from ..chaptered import year_of
from ..kind import Asked
from .years import first_day, gatherings, last_day, whole


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter."""
    ideas = _ideas(asked, lang)
    tables = [_evaluations(asked), ideas, _round_tables(asked, lang)]
    number = len(ideas.rows)
    findings = [
        ngettext("%(n)s idea was brought to a meeting.", "%(n)s ideas were brought to a meeting.", number) % {"n": number}
    ]
    return Chapter("themes", _("Themes"), findings, tables)


def _period(asked: Asked) -> tuple[Any, Any]:
    year = year_of(asked.parameters)
    return first_day(year), last_day(year)


def _evaluations(asked: Asked) -> Table:
    """Count the sentences of evaluations as of a day of the year, by theme, as far as the reader may read them."""
    written = readable(asked.user).filter(as_of__range=_period(asked)).order_by().values("pk")
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for theme, kind in EvaluationItem.objects.filter(evaluation__in=written).values_list("theme", "kind"):
        counted[theme][kind] += 1
    rows: list[list[Cell]] = []
    for theme in Theme:
        if kinds := counted.get(theme):
            works, fails = sum(kinds[kind] for kind in WORKS), sum(kinds[kind] for kind in FAILS)
            rows.append([str(theme.label), works, fails, kinds[ItemKind.ATTENTION]])
    data = [(str(row[0]), [float(str(value)) for value in row[1:3]]) for row in rows]
    labels = [_("works"), _("does not work")]
    drawing = bars(
        _("Sentences of evaluations by theme"), _("What works and what does not, by theme."), labels, data, whole(data)
    )
    columns = [Column(_("Theme"), width="w-40"), *(Column(label, True) for label in (*labels, _("to look out for")))]
    return Table("evaluations", _("What evaluations of partnerships say"), columns, rows, drawing=drawing)


def _ideas(asked: Asked, lang: str) -> Table:
    found = (
        Idea.objects.visible_to(asked.user).filter(meeting__date__range=_period(asked)).for_list().order_by("meeting__date", "pk")
    )
    rows: list[list[Cell]] = [
        [localised(one, "text", lang), one.organisation.name_in(lang) if one.organisation else None, str(one.get_state_display())]
        for one in found
    ]
    columns = [Column(_("Idea"), width="w-50"), Column(_("Of"), width="w-25"), Column(_("State"))]
    return Table("ideas", _("Ideas"), columns, rows)


def _round_tables(asked: Asked, lang: str) -> Table:
    """List the round tables of the year with how many organisations answered."""
    held = gatherings(asked.user, [year_of(asked.parameters)]).order_by().values("pk")
    answers = Q(children__kind=SectionKind.ANSWER, children__removed_at=None)
    found = (
        Section.objects.standing().filter(kind=SectionKind.ROUND_TABLE, minutes__meeting__in=held)
        .annotate(answers=Count("children__organisation", filter=answers & ~Q(children__no_comment=True), distinct=True))
        .select_related("minutes__meeting").prefetch_related("texts").order_by("minutes__meeting__date", "position", "pk")
    )  # fmt: skip
    rows: list[list[Cell]] = [[one.minutes.meeting.date, _heading(one, lang), one.answers] for one in found]
    columns = [
        Column(_("Meeting of"), width="w-20"),
        Column(_("Question")),
        Column(_("Organisations that answered"), True, "w-20"),
    ]
    return Table("round-tables", _("Round tables"), columns, rows)


def _heading(section: Any, lang: str) -> Localised:
    headings = {text.language: text.heading for text in section.texts.all() if text.heading}
    spare = next(iter(headings), lang)
    found = lang if lang in headings else spare
    return Localised(headings.get(found, ""), found, fallback=found != lang)
