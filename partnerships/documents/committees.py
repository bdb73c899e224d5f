"""How the committees of partnerships keep to what was agreed: meetings against the minimum, seats, minutes."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, localised
from projects.documents.sheet import sheet_html

from ..committees import CommitteeLine, line, loaded
from ..models import Committee


@dataclass(frozen=True, slots=True)
class OfPartnership:
    """The committees of a partnership; `in_order`: every check of each of them is."""

    code: str
    title: Localised
    committees: list[CommitteeLine]

    @property
    def in_order(self) -> bool:
        """True when there is a committee, and nothing to say against any."""
        return bool(self.committees) and all(check.in_order for one in self.committees for check in one.checks)


def committees_html(partnerships: Any, user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet of `partnerships`, which `visible_to` annotated for `user`; five queries, however many there are."""
    day = timezone.localdate(at)
    with translation.override(lang):
        found = [_of(one, lang, day) for one in _with_committees(partnerships, user)]
        context = {"partnerships": found, "kept": sum(one.in_order for one in found)}
        title, kind = Localised(_("What was agreed on committees, and what is kept"), lang), _("Committees")
    return sheet_html("documents/partnerships/committees.html", context, lang=lang, title=title, kind=kind, at=at)


def committees_name(lang: str) -> str:
    """Return the name of the file: "comites-fr.pdf"."""
    with translation.override(lang):
        return f"{slugify(_('Committees'))}-{lang}.pdf"


def _with_committees(partnerships: Any, user: User) -> list[tuple[Any, list[Committee]]]:
    rows = list(partnerships.order_by("code"))
    mine = list(loaded(Committee.objects.visible_to(user).filter(partnership__in=[one.pk for one in rows])))
    return [(one, [committee for committee in mine if committee.partnership_id == one.pk]) for one in rows]


def _of(found: tuple[Any, list[Committee]], lang: str, day: datetime.date) -> OfPartnership:
    partnership, committees = found
    # No address is printed, so that it does not matter which meetings the reader may open.
    return OfPartnership(
        partnership.code, localised(partnership, "title", lang), [line(one, partnership, day, ()) for one in committees]
    )
