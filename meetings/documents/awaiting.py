"""What is still to be added to minutes, and who owes it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from amif_network.core.bilingual import Localised, localised
from amif_network.core.formats import format_list
from amif_network.directory.folding import fold

from ..models import PendingContribution
from ..printed import PrintedPending
from .people import place_in_list

# What writers of either language put before a contribution that is still to come ("A ajouter : avis du CPAS de …",
# "Nog toe te voegen: …"). Without a colon or an end after it, it belongs to their sentence.
TYPED_LABEL = re.compile(
    r"\A\W*(?:(?:(?:il\s+)?reste(?:nt)?\s+)?(?:encore\s+)?[àa]\s+(?:ajouter|compléter)"
    r"|(?:nog\s+)?(?:toe\s+te\s+voegen|aan\s+te\s+vullen))\s*(?::\s*|\W*\Z)",
    re.IGNORECASE,
)


def still_open(contributions: Iterable[PendingContribution]) -> list[PendingContribution]:
    """Keep the contributions that have not come in yet."""
    return [contribution for contribution in contributions if contribution.closed_at is None]


class Awaited(NamedTuple):
    """What is awaited, in one language, and who owes it."""

    contribution: PendingContribution
    text: Localised
    who: str


def awaited(contributions: Iterable[PendingContribution], lang: str) -> list[Awaited]:
    """Return `contributions`, open or not, as `lang` says them."""
    return [Awaited(one, awaited_text(one, lang), awaited_from(one, lang)) for one in contributions]


def pending(contributions: Iterable[PendingContribution], lang: str) -> tuple[PrintedPending, ...]:
    """Return those of `contributions` that have not come in yet, as they are printed."""
    return tuple(PrintedPending(text=one.text, who=one.who) for one in awaited(still_open(contributions), lang))


def awaited_text(contribution: PendingContribution, lang: str) -> Localised:
    """Say what is still to come, without a "to be added:" that the writer began with: the label says so already."""
    text = localised(contribution, "text", lang)
    return replace(text, text=TYPED_LABEL.sub("", text.text))


def awaited_from(contribution: PendingContribution, lang: str) -> str:
    """Name those who still owe a contribution; "" when its text names them all already."""
    organisations = sorted(contribution.organisations.all(), key=lambda organisation: place_in_list(organisation, lang))
    names = [organisation.name_in(lang) for organisation in organisations]
    if contribution.person:
        names.append(str(contribution.person))
    said = f" {fold(awaited_text(contribution, lang).text)} "
    places = [getattr(organisation, f"city_{lang}") or organisation.name_in(lang) for organisation in organisations]
    places += [str(contribution.person)] if contribution.person else []
    if not names:
        return "" if fold(contribution.who_as_typed) in said else contribution.who_as_typed
    return "" if all(f" {fold(place)} " in said for place in places) else format_list(names, lang)
