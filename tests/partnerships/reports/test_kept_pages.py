"""Page and list of partnerships are kept until something changes that they show: each kind of row is changed here, by SQL."""

import datetime

import pytest
from django.utils import timezone

from amif_network.core.unchanged import SHELF
from partnerships.actions import evidence
from partnerships.models import PartnershipDocument
from tests.factories.meetings import SectionFactory
from tests.factories.partnerships import (
    EvaluationFactory,
    FteShareFactory,
    SeatFactory,
    SeatHolderFactory,
    StatementFactory,
)
from tests.kept import changes_shown, kept, shown
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db

ON_THE_PAGE = {
    "partnerships_partnership": "objective_fr = 'Autre but'",
    "partnerships_party": "owner_id = (SELECT min(id) FROM directory_person)",
    "directory_organisation": "short_fr = short_fr || ' (bis)'",
    "directory_person": "family_name = family_name || '-Autre'",
    "partnerships_agreement": "version = 7",
    "partnerships_councildecision": "decided_on = '2025-11-11'",
    "partnerships_signature": "signed_on = '2026-02-22'",
    "partnerships_commitment": "text_fr = 'Autre promesse'",
    "partnerships_yearbudget": "amount = 41000",
    "partnerships_claim": "reference = 'DC-99'",
    "partnerships_transfer": "amount = 77",
    "partnerships_allocation": "amount = 88",
    "partnerships_immersion": "ends_on = '2026-10-10'",
    "partnerships_presenceentry": "day = day + 1",
    "partnerships_presencestatement": "worked_at_host = 3",
    "partnerships_committee": "least_meetings = 9",
    "partnerships_seat": "least = 5",
    "partnerships_seatholder": "ends_on = '2026-02-02'",
    "meetings_meeting": "date = '2026-08-08'",
    "partnerships_fteshare": "fte = 0.33",
    "partnerships_evaluation": "as_of = '2026-11-11'",
    "partnerships_partnershipdocument": "title = 'Autre pièce'",
    "partnerships_evidence": "note = 'Autre note'",
    "meetings_sectiontext": "html = '<p>Autres mots</p>'",
    "partnerships_logentry": "comment = 'Autre motif'",
    "projects_project": "code = 'AUTRE'",
}
IN_THE_LIST = {
    "partnerships_partnership": "title_fr = 'Autre titre'",
    "directory_organisation": "short_fr = short_fr || ' (bis)'",
    "partnerships_immersion": "agent_id = NULL",
}


@pytest.fixture
def whole(partnership, french_coordinator):
    """A partnership with a row of every kind that its page shows."""
    StatementFactory(immersion=partnership.immersions.get(), submitted=True)
    SeatHolderFactory(seat=SeatFactory(committee=partnership.committees.get()))
    FteShareFactory(partnership=partnership)
    EvaluationFactory(partnership=partnership, shared_at=timezone.now())
    now = timezone.now()
    PartnershipDocument.objects.create(
        partnership=partnership, kind="agreement", title="Convention", filename="a.pdf", file="a.pdf", size=1,
        content_type="application/pdf", sha256="a" * 64, added_by=french_coordinator, added_at=now,
    )  # fmt: skip
    evidence.attach(partnership, section=SectionFactory(fr=("Titre", "<p>Mots</p>")), note="Note", by=french_coordinator, at=now)
    return partnership


def test_page_and_list_show_every_change_at_once(signed_in, french_coordinator, whole):
    client = signed_in(french_coordinator)
    assert changes_shown(client, address("partnership", whole.pk), ON_THE_PAGE) == list(ON_THE_PAGE)
    assert changes_shown(client, address("partnerships"), IN_THE_LIST) == list(IN_THE_LIST)


def test_a_later_day_shows_what_is_late_by_then(signed_in, french_coordinator, whole, monkeypatch):
    client, today = signed_in(french_coordinator), timezone.localdate
    pages = (address("partnership", whole.pk), address("partnerships"))
    before = [kept(client, page) for page in pages]
    later = today() + datetime.timedelta(days=400)
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: today(moment) if moment else later)
    after = [shown(client, page) for page in pages]
    SHELF.forget()
    assert after == [shown(client, page) for page in pages]
    assert all(old != new for old, new in zip(before, after, strict=True))
