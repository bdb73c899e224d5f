"""Projects as lists show them, of one call or of all: plain values, because records cost several times what a list shows.

For coordinating users, who see every project, the same is asked over and over: these queries are `Question`s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum, Value
from django.db.models.functions import Coalesce

from amif_network.accounts.models import User
from amif_network.core.addresses import addresses
from amif_network.core.bilingual import Localised, active_language, localised
from amif_network.core.questions import Ask, Question
from amif_network.directory.models import Organisation
from amif_network.directory.models.organisation import NAMES, everyday_name

from .ceilings import ZERO
from .models import AuthorityPayment, Call, MinisterialDecree, PartnershipSupplement, Project, ProjectFunding
from .models.choices import ProjectState

# How many projects the page of their call shows; the others are a link away.
SHOWN_OF_A_CALL = 10

# What `Project.objects.with_totals` annotates and lists add up.
COLUMNS = ("asked", "granted", "paid")


@dataclass(frozen=True, slots=True)
class Totals:
    """How many projects there are, and their sums in euros."""

    number: int
    asked: Decimal
    granted: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list: the project, its call, who leads it, its state, and its sums in euros."""

    code: str
    title: Localised
    address: str
    call_number: str
    call_address: str
    lead: str
    state: str
    state_label: str
    asked: Decimal
    granted: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The first projects of a call that exist for a person, and the sums of all; `partial`: others may see more.

    `decrees`, for coordinating users, carry their `total`.
    """

    projects: list[Listed]
    totals: Totals
    partial: bool
    decrees: Sequence[MinisterialDecree]


def waiting(user: User) -> Any:
    """Return the projects that wait for a person, the longest first, with call and lead.

    For members these are the ones that came back to their organisations, for coordinating users the ones that were submitted.
    """
    visible: Any = Project.objects.visible_to(user).select_related("call", "lead").order_by("submitted_at", "pk")
    if user.is_coordinating:
        return visible.filter(state=ProjectState.SUBMITTED)
    return visible.filter(state=ProjectState.RETURNED, is_led=True)


def in_order(projects: Any) -> Any:
    """Return projects as lists sort them: the latest call first, by code."""
    return projects.order_by("-call_id", "code", "pk")


def listed(projects: Any) -> list[Listed]:
    """Return the lines of a page of `projects`, in their order. Two queries."""
    return _lines(list(_columns(projects)))


def totals(projects: Any) -> Totals:
    """Add up projects, annotated by `with_totals`, in one query: for the few that a member sees."""
    found = projects.order_by().aggregate(number=Count("pk"), **{f"all_{name}": Sum(name) for name in COLUMNS})
    return Totals(found["number"], *(found[f"all_{name}"] or ZERO for name in COLUMNS))


def totals_of_all(number: int, **narrowed: Any) -> Totals:
    """Add up all projects whose columns have these values (`call=5`, `state="decreed"`), of which there are `number`.

    The same sums as `totals`, over the rows of money themselves: thousands of projects are added up in a few milliseconds.
    """
    columns, values = tuple(f"project__{name}" for name in narrowed), tuple(narrowed.values())
    ((asked, granted),) = _funded(*values, columns=columns)
    ((more_asked, more_granted),) = _supplemented(*values, columns=columns)
    ((paid,),) = _paid(*values, columns=columns)
    return Totals(number, asked + more_asked, granted + more_granted, paid)


def asks_of_all(**narrowed: Any) -> list[Ask]:
    """Return what `totals_of_all` asks of the database."""
    columns, values = tuple(f"project__{name}" for name in narrowed), tuple(narrowed.values())
    return [question.of(*values, columns=columns) for question in (_funded, _supplemented, _paid)]


def asks_of_call(call: int, user: User) -> list[Ask]:
    """Return what `of_call` asks of the database first, for a reader who sees all."""
    if not user.is_coordinating:
        return []
    return [_number.of(call), _first_of.of(call), _decrees.of(call), *asks_of_all(call=call)]


def of_call(call: Call, user: User) -> Portfolio:
    """Return the first projects of `call` that exist for `user`, by code, with the sums of all, and the decrees."""
    if not user.is_coordinating:
        found = Project.objects.visible_to(user).filter(call=call)
        return Portfolio(listed(in_order(found)[:SHOWN_OF_A_CALL]), totals(found.with_totals()), partial=True, decrees=[])
    number = sum(_number(call.pk))
    return Portfolio(
        _lines(_first_of(call.pk)), totals_of_all(number, call=call.pk), partial=False, decrees=_decrees(call.pk)
    )  # fmt: skip


def offered(user: User, lang: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the calls and the lead organisations of the projects that exist for `user`, as choices of a filter."""
    if user.is_coordinating:
        calls, leads = _all_calls(), _all_leads(lang=lang)
    else:
        visible = Project.objects.visible_to(user)
        calls, leads = list(_calls(visible)), list(_leads(visible, lang))
    numbered = [(row.pk, f"{row.number} – {localised(row, 'title', lang)}") for row in calls]
    return numbered, [(row.pk, everyday_name(row, lang).text) for row in leads]


def asks_offered(user: User, lang: str) -> list[Ask]:
    """Return what `offered` asks of the database, for a reader who sees all."""
    return [_all_calls.of(), _all_leads.of(lang=lang)] if user.is_coordinating else []


def _lines(rows: list[Any]) -> list[Listed]:
    """Return the lines of rows of `_columns`, with their sums."""
    sums = {key: amounts for key, *amounts in _sums([row.pk for row in rows])}
    lang, project, call = active_language(), addresses("projects:project"), addresses("projects:call")
    return [
        Listed(
            row.code,
            localised(row, "title", lang),
            project(row.pk),
            row.call__number,
            call(row.call_id),
            everyday_name(row, lang, "lead__").text,
            row.state,
            str(ProjectState(row.state).label),
            *sums[row.pk],
        )
        for row in rows
    ]


def _columns(projects: Any) -> Any:
    return projects.values_list(
        "pk", "code", "title_fr", "title_nl", "state", "call_id", "call__number", *(f"lead__{name}" for name in NAMES), named=True
    )


@Question
def _first_of(call: int) -> Any:
    return _columns(in_order(Project.objects.filter(call=call))[:SHOWN_OF_A_CALL])


@Question
def _number(call: int) -> Any:
    return Project.objects.filter(call=call).order_by().values("call").annotate(n=Count("pk")).values_list("n", flat=True)


@Question
def _sums(projects: list[int]) -> Any:
    return Project.objects.filter(pk__among=projects).with_totals().values_list("pk", *COLUMNS)


@Question
def _decrees(call: int) -> Any:
    return MinisterialDecree.objects.filter(call=call).annotate(total=Sum("lines__amount")).order_by("signed_on", "pk")


@Question
def _funded(*values: Any, columns: tuple[str, ...]) -> Any:
    return _added_up(ProjectFunding.objects.of_others(), columns, values, "asked", "granted")


@Question
def _supplemented(*values: Any, columns: tuple[str, ...]) -> Any:
    return _added_up(PartnershipSupplement.objects.all(), columns, values, "asked", "granted")


@Question
def _paid(*values: Any, columns: tuple[str, ...]) -> Any:
    return _added_up(AuthorityPayment.objects.all(), columns, values, "amount")


def _calls(projects: Any) -> Any:
    calls = Call.objects.filter(pk__in=projects.order_by().values("call"))
    return calls.values_list("pk", "number", "title_fr", "title_nl", named=True)


def _leads(projects: Any, lang: str) -> Any:
    named = Organisation.objects.filter(pk__in=projects.order_by().values("lead")).by_name(lang)
    return named.values_list("pk", *NAMES, named=True)


@Question
def _all_calls() -> Any:
    return _calls(Project.objects.all())


@Question
def _all_leads(*, lang: str) -> Any:
    return _leads(Project.objects.all(), lang)


def _added_up(rows: Any, columns: tuple[str, ...], values: tuple[Any, ...], *amounts: str) -> Any:
    """Return one row with the sums of `amounts`, 0 where there is nothing, over the rows whose `columns` have `values`."""
    narrowed = rows.filter(**dict(zip(columns, values, strict=True))).order_by()
    sums = {f"all_{name}": Coalesce(Sum(name), ZERO) for name in amounts}
    # Grouped by what is the same everywhere: one row, also of nothing.
    return narrowed.annotate(everything=Value(1)).values("everything").annotate(**sums).values_list(*sums)
