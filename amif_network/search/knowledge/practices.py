"""Practices that inspire: what works in partnerships that both sides would start again, by form and theme.

A partnership counts where the last shared evaluation of its host and that of a partner say so (`would_redo`). Members read the
sentences that their authors left to the network, without a name; who may see the partnership reads what is publicly known of it
beside them (DOMAIN §6, `partnerships.comparison`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language, localised
from partnerships.comparison import WORKS, shared_with
from partnerships.models import Evaluation, EvaluationItem, Partnership
from partnerships.models.choices import Form, ItemKind, Role, Theme, WouldRedo

AGAIN = (WouldRedo.YES, WouldRedo.YES_IF)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What works, in the words of one side; `partnership` where the reader may see it.

    `both`: host and partner each name something that works under this theme.
    """

    text: Localised
    kind_label: str
    both: bool
    partnership: Partnership | None


@dataclass(frozen=True, slots=True)
class ThemePart:
    """The sentences of one theme, those that both sides stand for first."""

    label: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FormPart:
    """A form of working together: in how many partnerships both sides would do it again, and what works."""

    label: str
    partnerships: int
    themes: list[ThemePart]


class _Said(NamedTuple):
    """A sentence as it is stored."""

    partnership: int
    role: str
    theme: str
    kind: str
    text_fr: str
    text_nl: str


def practices(user: User, *, form: str = "", theme: str = "") -> list[FormPart]:
    """Return what works by form and theme, of one form or theme where they are named. Five queries."""
    forms, evaluations = _inspiring(user)
    said = _sentences(evaluations)
    visible = Partnership.objects.visible_to(user).filter(pk__in=forms).for_head()
    seen = {one.pk: one for one in visible}
    parts = []
    for one in Form:
        keys = {key for key, known in forms.items() if one.value in known}
        themes = _themes([row for row in said if row.partnership in keys and theme in ("", row.theme)], said, seen)
        if themes and form in ("", one.value):
            parts.append(FormPart(str(one.label), len(keys), themes))
    return parts


def _inspiring(user: User) -> tuple[dict[int, list[str]], list[int]]:
    """Return the forms of the partnerships that count, and the evaluations that speak for them."""
    last = shared_with(user).order_by("party_id", "-as_of").distinct("party_id")
    rows = last.values_list("pk", "partnership", "partnership__forms", "party__role", "would_redo")
    sides: dict[int, set[str]] = defaultdict(set)
    forms: dict[int, list[str]] = {}
    speaking: dict[int, list[int]] = defaultdict(list)
    for key, partnership, known, role, again in rows:
        if again in AGAIN:
            sides[partnership].add(role)
            forms[partnership] = known
            speaking[partnership].append(key)
    both = [key for key, roles in sides.items() if roles == {Role.HOST, Role.PARTNER}]
    return {key: forms[key] for key in both}, [one for key in both for one in speaking[key]]


def _sentences(evaluations: Iterable[int]) -> list[_Said]:
    """Return the sentences about what works, in an order that tells nothing of who wrote them."""
    rows = EvaluationItem.objects.filter(evaluation__in=Evaluation.objects.filter(pk__in=list(evaluations)), kind__in=WORKS)
    columns = ("evaluation__partnership", "evaluation__party__role", "theme", "kind", "text_fr", "text_nl")
    return [_Said(*row) for row in rows.order_by("text_fr", "text_nl", "pk").values_list(*columns)]


def _themes(rows: Iterable[_Said], everything: Iterable[_Said], seen: dict[int, Partnership]) -> list[ThemePart]:
    sides: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in everything:
        sides[row.partnership, row.theme].add(row.role)
    found: dict[str, list[Sentence]] = defaultdict(list)
    for row in rows:
        both = len(sides[row.partnership, row.theme]) > 1
        text = localised(row, "text", active_language())
        found[row.theme].append(Sentence(text, str(ItemKind(row.kind).label), both, seen.get(row.partnership)))
    parts = [ThemePart(str(one.label), sorted(found[one.value], key=lambda said: not said.both)) for one in Theme]
    return [part for part in parts if part.sentences]
