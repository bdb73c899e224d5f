"""The dossier of a partnership: what was agreed and signed, what happened, the money, and who did what."""

import io
import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised
from amif_network.core.pdf import html_to_pdf
from amif_network.exchange.writing import write_workbook
from partnerships import documents
from partnerships.models import Agreement, Immersion, Partnership
from partnerships.models.log import LogEntry
from partnerships.portfolio import with_activity
from partnerships.presence import month_of
from partnerships.tables import Tables
from partnerships.wording import said, states_of

from ..forms import ReportForm
from .dossier import Box, Chapter, Dossier, history_of, moment
from .kind import Asked, Unbuildable

GONE = gettext_lazy("This partnership does not exist any more.")


class PartnershipForm(ReportForm):
    """Which partnership."""

    partnership = forms.ModelChoiceField(label=gettext_lazy("Partnership"), queryset=Partnership.objects.order_by("code"))


class PartnershipDossier(Dossier):
    """Everything on one partnership."""

    key = "partnership-dossier"
    title = gettext_lazy("Dossier of a partnership")
    question = gettext_lazy("What was agreed, done and paid in one partnership?")
    form = PartnershipForm

    def about(self, parameters: Any, lang: str) -> str:
        """Return the code of the partnership."""
        found = Partnership.objects.filter(pk=parameters["partnership"]).first()
        return found.code if found else ""

    def subject(self, asked: Asked) -> Any:
        """Return the partnership with what its documents show. Raises Unbuildable where it is gone."""
        loaded = with_activity(Partnership.objects.for_detail(), timezone.localdate(asked.at)).visible_to(asked.user)
        found = loaded.filter(pk=asked.parameters["partnership"]).first()
        if found is None:
            raise Unbuildable(GONE)
        return found

    def name(self, subject: Any, lang: str) -> Localised:
        """Return its code."""
        return Localised(subject.code, lang)

    def chapters(self, asked: Asked, subject: Any) -> Sequence[Chapter]:
        """Return the folders."""
        return (
            Chapter("1-status", gettext_lazy("Where it stands, and its money"), partial(_status, subject, asked)),
            Chapter(
                "2-agreements", gettext_lazy("Each version of the agreement, with its signatures"), partial(_agreements, subject)
            ),
            Chapter("3-presence", gettext_lazy("The statements of presence"), partial(_presence, subject, asked)),
            Chapter("4-tables", gettext_lazy("All its tables"), partial(_tables, subject, asked.user)),
            Chapter("5-log", gettext_lazy("Who did what"), partial(_log, subject, asked.user)),
        )


KIND = PartnershipDossier()


def _status(partnership: Any, asked: Asked, box: Box) -> None:
    """Put in the status report and the cash statement of the day."""
    user, lang, at = asked.user, asked.language, asked.at
    day = timezone.localdate(at)
    status = html_to_pdf(documents.status_html(partnership, user, lang, at=at))
    box.add(documents.status_name(partnership, lang), status, _("Status report"))
    cash = html_to_pdf(documents.cash_html(partnership, user, lang, on=day, at=at))
    box.add(documents.cash_name(partnership, lang, day), cash, _("Cash statement"))


def _agreements(partnership: Any, box: Box) -> None:
    """Put in every text in the languages it has, with decisions and signatures bound to its fingerprint."""
    for agreement in Agreement.objects.filter(partnership=partnership).order_by("version"):
        for lang in ("fr", "nl"):
            if text := getattr(agreement, f"text_{lang}"):
                words = {"version": agreement.version, "language": lang}
                named = _("Agreement, version %(version)s, %(language)s") % words
                box.add(f"agreement-v{agreement.version}-{lang}.txt", text.encode(), named)
        signed = agreement.signatures.select_related("party__organisation", "signatory")
        decided = agreement.decisions.select_related("party__organisation")
        about = {
            "version": agreement.version,
            "text_sha256": agreement.text_hash,
            "decisions": [
                {"party": str(one.party.organisation), "on": f"{one.decided_on}", "reference": one.reference} for one in decided
            ],
            "signatures": [
                {
                    "party": str(one.party.organisation),
                    "on": f"{one.signed_on}",
                    "by": str(one.signatory or ""),
                    "text_sha256": one.text_hash,
                }
                for one in signed
            ],
        }
        data = json.dumps(about, ensure_ascii=False, indent=2).encode()
        box.add(f"agreement-v{agreement.version}-signatures.json", data, _("Decisions and signatures of this version"))


def _presence(partnership: Any, asked: Asked, box: Box) -> None:
    """Put in every month that was submitted or confirmed."""
    for immersion in Immersion.objects.visible_to(asked.user).filter(partnership=partnership).order_by("starts_on", "pk"):
        for statement in immersion.statements.filter(submitted_at__isnull=False).order_by("month"):
            month = month_of(immersion, statement.month, asked.user)
            pdf = html_to_pdf(documents.presence_html(month, asked.language, at=asked.at))
            box.add(documents.presence_name(month, asked.language), pdf, f"{immersion.agent}, {statement.month:%m/%Y}")


def _tables(partnership: Any, user: User, box: Box) -> None:
    """Put in the workbook of its tables."""
    stream = io.BytesIO()
    found = with_activity(Partnership.objects.visible_to(user), timezone.localdate()).filter(pk=partnership.pk)
    write_workbook(stream, Tables(user, found, partnership.code).written())
    box.add("partnership.xlsx", stream.getvalue(), _("Budget, claims, transfers, presence, committees and evaluations"))


def _log(partnership: Any, user: User, box: Box) -> None:
    """Put in the log of steps and the history of every change."""
    steps = LogEntry.objects.filter(partnership=partnership).select_related("by__person").order_by("at", "pk")
    headings = (_("moment"), _("by"), _("step"), _("state before"), _("state after"), _("what changed"), _("comment"))
    rows = [(moment(one.at), str(one.by), said(one), *states_of(one), str(one.words), one.comment) for one in steps]
    box.table("steps.csv", headings, rows, gettext_lazy("The steps of the partnership, its claims and statements"))
    history_of(Partnership, partnership.pk, user, box)
