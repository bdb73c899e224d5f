"""Chapter: the two chains of money, which never mix: from the authority to hosts, from hosts to partners (DOMAIN §2.7)."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.money import format_euros
from partnerships.models import Allocation, Claim, Partnership, Transfer, YearBudget
from partnerships.models.choices import TransferState
from projects.models import AuthorityPayment, Project

from ...chapters import Cell, Chapter, Column, Table
from ...drawings import bars
from ..chaptered import year_of
from ..kind import Asked
from .partnerships import within
from .years import as_of, first_day, last_day, years

ZERO = Decimal(0)


def paid(user: User, span: list[int]) -> dict[int, Decimal]:
    """Return by year what the authority paid to projects; what was taken back counts in the year in which it was."""
    rows = AuthorityPayment.objects.filter(project__in=Project.objects.visible_to(user).order_by().values("pk"))
    return _by_year(rows, "received_on", span)


def allocated(user: User, span: list[int]) -> dict[int, Decimal]:
    """Return by year what of these payments came in for partnerships, and was not taken back."""
    return _by_year(Allocation.objects.visible_to(user).filter(reversed_on=None), "received_on", span)


def transferred(user: User, span: list[int]) -> dict[int, Decimal]:
    """Return by year what hosts transferred to partners, and was not reversed."""
    return _by_year(Transfer.objects.visible_to(user).filter(state=TransferState.EXECUTED), "executed_on", span)


def _by_year(rows: Any, day: str, span: list[int]) -> dict[int, Decimal]:
    within_span = rows.filter(**{f"{day}__range": (first_day(span[0]), last_day(span[-1]))}).order_by()
    sums = dict(within_span.values(at=ExtractYear(day)).annotate(sum=Sum("amount")).values_list("at", "sum"))
    return {year: sums.get(year, ZERO) for year in span}


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter."""
    span, year = years(asked), year_of(asked.parameters)
    chains = [fill(asked.user, span) for fill in (paid, allocated, transferred)]
    words = {name: format_euros(chain[year], lang) for name, chain in zip(("paid", "in", "on"), chains, strict=True)}
    findings = [
        _("The authority paid %(paid)s to projects; %(in)s of such money came in for partnerships.") % words,
        _("Hosts transferred %(on)s to their partners.") % words,
    ]
    return Chapter("money", _("Money"), findings, [_over_years(chains, span, lang), _projects(asked), _partnerships(asked)])


def _over_years(chains: list[dict[int, Decimal]], span: list[int], lang: str) -> Table:
    rows: list[list[Cell]] = [[str(year), *(chain[year] for chain in chains)] for year in span]
    labels = [_("paid to projects"), _("in for partnerships"), _("transferred")]
    data = [(str(year), [float(max(chain[year], ZERO)) for chain in chains]) for year in span]

    def say(row: int, series: int) -> str:
        return format_euros(chains[series][span[row]], lang, whole=True)

    title = _("Money by year")
    drawing = bars(title, _("Paid by the authority, received for partnerships, transferred to partners."), labels, data, say)
    columns = [Column(_("Year"), width="w-15"), *(Column(label, True) for label in labels)]
    total: list[Cell] = [_("Together"), *(sum(chain.values(), ZERO) for chain in chains)]
    return Table("by-year", title, columns, rows, total, drawing=drawing)


def _projects(asked: Asked) -> Table:
    """List what each project was paid in the year."""
    period = (first_day(year_of(asked.parameters)), as_of(asked))
    mine = Project.objects.visible_to(asked.user).select_related("lead").order_by("code", "pk")
    found = mine.annotate(in_year=Sum("payments__amount", filter=Q(payments__received_on__range=period))).exclude(in_year=None)
    rows: list[list[Cell]] = [[one.code, str(one.lead), one.in_year] for one in found]
    columns = [Column(_("Project"), width="w-20"), Column(_("Lead organisation")), Column(_("Paid in the year"), True, "w-25")]
    total: list[Cell] = [_("Together"), None, sum((one.in_year for one in found), ZERO)] if rows else []
    return Table("projects", _("From the authority to projects"), columns, rows, total)


def _partnerships(asked: Asked) -> Table:
    """List the budget of the year, what was accepted of its claims, and what was transferred in the year."""
    year = year_of(asked.parameters)
    mine = within(Partnership.objects.visible_to(asked.user), year).order_by("code")
    budgets = _sums(YearBudget.objects.filter(year=year), "partnership", "amount")
    accepted = _sums(Claim.objects.filter(budget__year=year, accepted__isnull=False), "partnership", "accepted")
    moved = _sums(
        Transfer.objects.filter(state=TransferState.EXECUTED, executed_on__range=(first_day(year), last_day(year))),
        "claim__partnership",
        "amount",
    )
    rows: list[list[Cell]] = []
    for pk, code in mine.values_list("pk", "code"):
        rows.append([code, budgets.get(pk, ZERO), accepted.get(pk, ZERO), moved.get(pk, ZERO)])
    columns = [
        Column(_("Partnership")),
        *(Column(label, True, "w-25") for label in (_("Budget"), _("Accepted"), _("Transferred in the year"))),
    ]
    total: list[Cell] = []
    if rows:
        total = [_("Together"), *(sum((Decimal(str(row[place])) for row in rows), ZERO) for place in (1, 2, 3))]
    return Table("partnerships", _("From hosts to partners"), columns, rows, total)


def _sums(rows: Any, per: str, amount: str) -> dict[int, Decimal]:
    return dict(rows.order_by().values(per).annotate(sum=Sum(amount)).values_list(per, "sum"))
