"""The status report of a partnership: what needs attention, phases, money, committees, people, promises, evaluations, minutes."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, localised
from amif_network.core.formats import format_date
from projects.documents.sheet import sheet_html

from .. import attention, balance, committees, evaluations, fte, history, phases, signing
from ..attention import Attention
from ..balance import Money
from ..committees import CommitteesSection
from ..evaluations import EvaluationSection
from ..fte import WorkingTime
from ..history import Said
from ..models import Commitment, Partnership
from ..models.choices import Activity
from ..phases import Phases
from ..signing import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is printed of one partnership, as its reader may know it."""

    partnership: Any
    title: Localised
    facts: list[tuple[str, Localised]]
    objective: Localised
    attention: Attention | None
    phases: Phases
    paper: Paper
    money: Money
    committees: CommitteesSection
    work: WorkingTime
    commitments: list[tuple[Any, list[tuple[Commitment, Localised, Localised]]]]
    evaluations: EvaluationSection
    evidence: list[Said]


def status_html(partnership: Any, user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the report of a partnership, loaded by `for_detail` with its activity, as `user` may read it."""
    with translation.override(lang):
        report = report_of(partnership, user, lang, timezone.localdate(at))
        kind = _("Status of the partnership %(code)s") % {"code": partnership.code}
    return sheet_html(
        "documents/partnerships/status.html", {"report": report}, lang=lang, title=report.title, kind=kind, at=at
    )  # fmt: skip


def status_name(partnership: Partnership, lang: str) -> str:
    """Return the name of the file: "etat-du-partenariat-pa001-fr.pdf"."""
    with translation.override(lang):
        words = slugify(_("status of the partnership"))
    return f"{words}-{slugify(partnership.code) or 'x'}-{lang}.pdf"


def report_of(partnership: Any, user: User, lang: str, day: datetime.date) -> Report:
    """Gather the sections, which speak the active language: `lang` is that language."""
    return Report(
        partnership=partnership,
        title=localised(partnership, "title", lang),
        facts=facts_of(partnership, lang),
        objective=localised(partnership, "objective", lang),
        attention=attention.of_partnership(partnership, user, day),
        phases=phases.of_partnership(partnership, user, day),
        paper=signing.of_partnership(partnership),
        money=balance.of_partnership(partnership, user, day),
        committees=committees.of_partnership(partnership, user, day),
        work=fte.of_partnership(partnership, (), day),
        commitments=_commitments(partnership, lang),
        evaluations=evaluations.of_partnership(partnership, user, day),
        evidence=history.of_partnership(partnership, user),
    )


def facts_of(partnership: Any, lang: str) -> list[tuple[str, Localised]]:
    """Return who works with whom, from when to when, on paper and in fact; empty facts are left out."""
    host = partnership.host()
    first, last = (format_date(day, lang) if day else "…" for day in (partnership.starts_on, partnership.ends_on))
    facts = [
        (_("Host"), host.organisation.name_in(lang) if host else ""),
        (_("Partners"), ", ".join(party.organisation.name_in(lang) for party in partnership.partners())),
        (_("Period"), f"{first} – {last}" if partnership.starts_on or partnership.ends_on else ""),
        (_("Forms"), partnership.forms_in_words()),
        (_("On paper"), str(partnership.get_state_display())),
        (_("Activity"), str(Activity(partnership.activity).label)),
        (_("Project"), partnership.project.code if partnership.project else ""),
        (_("Money"), _("with a supplement for partnerships") if partnership.with_supplement else ""),
        (_("Renewal of"), partnership.predecessor.code if partnership.predecessor else ""),
        (_("Why it ended"), partnership.end_reason),
    ]
    return [(term, Localised(value, lang)) for term, value in facts if value]


def _commitments(partnership: Any, lang: str) -> list[tuple[Any, list[tuple[Commitment, Localised, Localised]]]]:
    """Return each party that promised something with what it promised, and how that was done."""
    rows = list(Commitment.objects.filter(partnership=partnership))
    found = [
        (party, [(row, localised(row, "text", lang), localised(row, "note", lang)) for row in rows if row.party_id == party.pk])
        for party in partnership.parties.all()
    ]
    return [(party, mine) for party, mine in found if mine]
