"""What every sheet shares: letterhead, title, running lines, the day it shows, and its name as a file."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.core.bilingual import Localised, other
from amif_network.core.formats import format_date
from amif_network.core.typography import french_spacing
from meetings.typesetting import EMBLEM


def sheet_html(
    template: str, context: Mapping[str, Any], *, lang: str, title: Localised, kind: str, at: datetime.datetime
) -> str:
    """Return a sheet as a whole HTML page in `lang`. `kind` says in that language what the sheet is."""
    head = {"lang": lang, "title": title, "kind": kind, "on": format_date(timezone.localdate(at), lang)}
    around = {"first": head, "letterhead_languages": [lang, other(lang)], "emblem": EMBLEM, "lang": lang}
    with translation.override(lang):
        return french_spacing(render_to_string(template, {**context, **around}))


def sheet_name(kind: str, key: object, lang: str) -> str:
    """Return the name of the file: "appel-42-fr.pdf". `kind` is one of "call", "interests", "funding", "project"."""
    with translation.override(lang):
        words = {"call": _("call"), "interests": _("interest"), "funding": _("funding"), "project": _("project")}[kind]
    return f"{slugify(words)}-{slugify(str(key)) or 'x'}-{lang}.pdf"
