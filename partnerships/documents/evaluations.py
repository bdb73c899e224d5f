"""What evaluations taught the network: would they do it again, what works and what does not, who gave what."""

import datetime

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised
from projects.documents.sheet import sheet_html

from .. import comparison


def evaluations_html(user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet with the sentences that `user` may read; only coordinators read whose they are."""
    with translation.override(lang):
        context = {
            "redo": comparison.would_redo(user),
            "themes": comparison.themes(user),
            "given": comparison.reciprocity(user, timezone.localdate(at)),
        }
        title, kind = Localised(_("What the network learned from partnerships"), lang), _("Evaluations")
    return sheet_html("documents/partnerships/synthesis.html", context, lang=lang, title=title, kind=kind, at=at)


def evaluations_name(lang: str) -> str:
    """Return the name of the file: "evaluations-fr.pdf"."""
    with translation.override(lang):
        return f"{slugify(_('Evaluations'))}-{lang}.pdf"
