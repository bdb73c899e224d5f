"""What the network learned from its partnerships: sentences of evaluations by form and theme, and what each side gave.

Members read the sentences that their authors left to the network, without a name; coordinators read everything that is shared.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language, localised

from .models import Evaluation, EvaluationItem, FteShare, Partnership, PresenceStatement
from .models.choices import SETTLED_MONTHS, Form, FteKind, ItemKind, Role, Theme, WouldRedo

WORKS = (ItemKind.ADVANTAGE, ItemKind.ADDED_VALUE, ItemKind.SUCCESS_FACTOR)
FAILS = (ItemKind.DRAWBACK, ItemKind.DIFFICULTY)
ZERO = Decimal(0)
HALVES_OF_A_DAY = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `code` names its partnership to coordinators only, "" for all others."""

    text_fr: str
    text_nl: str
    kind: str
    code: str = ""
    partnership: int = 0

    @property
    def text(self) -> Localised:
        """The sentence in the language of the page."""
        return localised(self, "text", active_language())

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return str(ItemKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme: what works, what does not, what to look out for."""

    label: str
    works: list[Sentence] = field(default_factory=list)
    fails: list[Sentence] = field(default_factory=list)
    attention: list[Sentence] = field(default_factory=list)


class Redo(NamedTuple):
    """How many sides of one form would do it again."""

    label: str
    yes: int
    yes_if: int
    no: int
    unknown: int


class Given(NamedTuple):
    """What the sides of one form put in: full-time equivalents on the day, and days that agents spent at the host."""

    label: str
    partnerships: int
    host_fte: Decimal
    partner_fte: Decimal
    days_at_host: Decimal


def shared_with(user: User) -> QuerySet[Evaluation]:
    """Return the evaluations to learn from: for coordinators all that are shared, for members those left to the network."""
    shared = Evaluation.objects.filter(shared_at__isnull=False)
    return shared if user.is_coordinating else shared.filter(for_network=True)


def themes(user: User, *, form: str = "", theme: str = "") -> list[ThemeLine]:
    """Return the sentences by theme, as `user` may read them, of partnerships of one form (all by default). One query.

    In an order that tells nothing of who wrote them.
    """
    items = EvaluationItem.objects.filter(evaluation__in=shared_with(user))
    if form:
        items = items.filter(evaluation__partnership__forms__contains=[form])
    if theme:
        items = items.filter(theme=theme)
    lines = {one.value: ThemeLine(str(one.label)) for one in Theme}
    columns = ("theme", "kind", "text_fr", "text_nl", "evaluation__partnership__code", "evaluation__partnership")
    for place, kind, text_fr, text_nl, code, key in items.order_by("text_fr", "text_nl", "pk").values_list(*columns):
        known = (code, key) if user.is_coordinating else ("", 0)
        _column(lines[place], kind).append(Sentence(text_fr, text_nl, kind, *known))
    return [line for line in lines.values() if line.works or line.fails or line.attention]


def _column(line: ThemeLine, kind: str) -> list[Sentence]:
    return line.works if kind in WORKS else line.fails if kind in FAILS else line.attention


def would_redo(user: User) -> list[Redo]:
    """Count by form how the sides of partnerships answered last, as far as `user` may learn it. One query."""
    last = shared_with(user).order_by("party_id", "-as_of").distinct("party_id")
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for answer, forms in last.values_list("would_redo", "partnership__forms"):
        for form in forms:
            numbers[form][answer] += 1
    return [
        Redo(str(form.label), *(numbers[form.value][answer] for answer in WouldRedo.values))
        for form in Form
        if numbers[form.value]
    ]


def reciprocity(user: User, day: datetime.date) -> list[Given]:
    """Sum by form what hosts and partners give in the partnerships that exist for `user`. Three queries.

    Working time is what is really spent on `day`, else what is planned; days at the host are those both sides agreed upon.
    """
    visible = Partnership.objects.visible_to(user)
    forms = dict(visible.order_by().values_list("pk", "forms"))
    spent, days = _working_time(visible, day), _days_at_host(visible)
    return [
        _given(form, [key for key, known in forms.items() if form in known], spent, days) for form in Form if _has(form, forms)
    ]


def _has(form: str, forms: dict[int, list[str]]) -> bool:
    return any(form in known for known in forms.values())


def _given(form: Form, keys: list[int], spent: dict[tuple[int, str], Decimal], days: dict[int, Decimal]) -> Given:
    def total(role: str) -> Decimal:
        return sum((spent.get((key, role), ZERO) for key in keys), ZERO)

    return Given(
        str(form.label), len(keys), total(Role.HOST), total(Role.PARTNER), sum((days.get(key, ZERO) for key in keys), ZERO)
    )


def _working_time(partnerships: Any, day: datetime.date) -> dict[tuple[int, str], Decimal]:
    """Return the full-time equivalents on `day` by partnership and side: spent, else planned."""
    now = FteShare.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, partnership__in=partnerships.values("pk")
    )
    rows: Iterable[Any] = now.order_by().values_list("partnership", "party__role", "kind").annotate(sum=Sum("fte"))
    by_kind: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
    for key, role, kind, fte in rows:
        by_kind[key, role][kind] = fte
    return {place: found.get(FteKind.ACTUAL, found.get(FteKind.PLANNED, ZERO)) for place, found in by_kind.items()}


def _days_at_host(partnerships: Any) -> dict[int, Decimal]:
    """Return the days that agents spent at the host, by partnership, of the months both sides agreed upon."""
    agreed = PresenceStatement.objects.filter(state__in=SETTLED_MONTHS, immersion__partnership__in=partnerships.values("pk"))
    rows = agreed.order_by().values_list("immersion__partnership").annotate(sum=Sum("worked_at_host"))
    return {key: Decimal(halves) / HALVES_OF_A_DAY for key, halves in rows}
