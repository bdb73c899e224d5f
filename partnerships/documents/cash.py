"""The cash statement of a partnership as of a day: authority, host, partners, move by move."""

import datetime
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date
from projects.documents.sheet import sheet_html

from .. import balance, ledger
from ..models import Partnership


def cash_html(partnership: Any, user: User, lang: str, *, on: datetime.date, at: datetime.datetime) -> str:
    """Return the statement as of `on`, as `user` may read it; `partnership` is loaded with its parties."""
    with translation.override(lang):
        context = {
            "money": balance.of_partnership(partnership, user, on),
            "entries": ledger.of_partnership(partnership, user, on),
        }
        words = {"code": partnership.code, "day": format_date(on, lang)}
        kind = _("Cash statement of %(code)s as of %(day)s") % words
    title = localised(partnership, "title", lang)
    return sheet_html("documents/partnerships/cash.html", context, lang=lang, title=title, kind=kind, at=at)


def cash_name(partnership: Partnership, lang: str, on: datetime.date) -> str:
    """Return the name of the file: "etat-de-caisse-pa001-2026-03-31-fr.pdf"."""
    with translation.override(lang):
        words = slugify(_("Cash statement"))
    return f"{words}-{slugify(partnership.code) or 'x'}-{on:%Y-%m-%d}-{lang}.pdf"
