"""The phases of a partnership: from which days they are made, what they say, where they stand in the drawing."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from amif_network.core.axis import MARGIN, WIDTH
from meetings.models import Meeting
from partnerships import phases
from partnerships.models import Partnership, PresenceEntry
from tests.factories.partnerships import (
    ClaimFactory,
    PartnershipFactory,
    PartyFactory,
    SignatureFactory,
    YearBudgetFactory,
    partner_of,
)
from tests.partnerships.reports.conftest import TODAY

pytestmark = pytest.mark.django_db


def found(user: Any, lang: str = "fr", day: datetime.date = TODAY) -> phases.Phases:
    """Return the phases of the only partnership as the user may know them."""
    with translation.override(lang):
        return phases.of_partnership(Partnership.objects.visible_to(user).for_detail().get(), user, day)


def spans(phase: Any) -> tuple[Any, Any]:
    """Return the first and last days of a phase, planned and actual."""
    return tuple(
        span and (span.first.isoformat(), span.last.isoformat(), span.going_on) for span in (phase.planned, phase.actual)
    )


def test_each_phase_has_what_was_planned_and_what_happened(partnership, french_coordinator) -> None:
    signature, together, immersion, money = found(french_coordinator).phases
    year = ("2026-01-01", "2026-12-31", False)
    assert spans(signature) == (("2025-12-12", "2026-01-01", False), ("2025-12-12", "2026-07-01", True))
    assert spans(together) == (year, ("2026-03-02", "2026-07-01", True))
    assert spans(immersion) == (year, ("2026-03-02", "2026-04-02", False))
    assert spans(money) == (year, ("2026-03-02", "2026-04-01", False))
    assert immersion.name.endswith("Lore Maes, CPAS de Binche")
    assert [one.day.isoformat() for one in signature.milestones] == ["2025-12-12", "2026-01-20"]
    assert [one.day.isoformat() for one in money.milestones] == ["2026-03-02", "2026-03-05", "2026-04-01"]
    assert [(one.day.isoformat(), one.ahead) for one in together.milestones] == [("2026-09-10", True)]


def test_who_is_late_with_signing_reads_by_how_much(partnership, french_coordinator) -> None:
    assert "181" in found(french_coordinator).findings[1]
    agreement = partnership.agreements.get()
    SignatureFactory(agreement=agreement, party=partner_of(partnership), signed_on=datetime.date(2026, 1, 31))
    Partnership.objects.update(state="signed")
    signed = found(french_coordinator)
    assert "31 janvier 2026" in signed.findings[1]
    assert "30" in signed.findings[1]
    assert spans(signed.phases[0])[1] == ("2025-12-12", "2026-01-31", False)


def test_a_committee_that_met_is_work_and_one_that_is_convened_is_not(partnership, french_coordinator) -> None:
    PresenceEntry.objects.all().delete()
    later = datetime.date(2026, 10, 1)
    assert spans(found(french_coordinator, day=later).phases[1])[1] is None
    Meeting.objects.update(state="held")
    assert spans(found(french_coordinator, day=later).phases[1])[1] == ("2026-09-10", "2026-10-01", True)


def test_a_period_that_is_over_ends_the_cooperation(partnership, french_coordinator) -> None:
    over = found(french_coordinator, day=datetime.date(2027, 2, 1))
    assert spans(over.phases[1])[1] == ("2026-03-02", "2026-12-31", False)


def test_another_partner_reads_no_claims_transfers_or_immersions(partnership, outsider_member, django_assert_num_queries) -> None:
    PartyFactory(partnership=partnership, organisation=outsider_member.organisations().get())
    with django_assert_num_queries(3):
        seen = found(outsider_member)
    assert len(seen.phases) == 3
    words = " ".join(one.words for phase in seen.phases for one in phase.milestones)
    assert "DC-7" not in words
    assert "875" not in words
    assert "Lore" not in " ".join(phase.name for phase in seen.phases)


def test_every_bar_stands_within_the_drawing_and_is_in_the_table(partnership, french_coordinator) -> None:
    seen = found(french_coordinator)
    assert seen.drawing is not None
    assert [row.name for row in seen.drawing.rows] == [phase.name for phase in seen.phases]
    for row in seen.drawing.rows:
        for bar in (row.planned, row.actual):
            assert bar is None or MARGIN <= bar.x < bar.x + bar.width <= WIDTH
    assert seen.drawing.today is not None
    with translation.override("nl"):
        html = render_to_string("partnerships/phases.html", {"phases": found(french_coordinator, "nl")})
    assert html.count("<rect") == 8 + 3
    assert html.count("<polygon") == 6 + 1
    assert html.count("<tr>") == 1 + 4
    assert html.count("10 september 2026") == 2
    assert "181" in html[html.index("<desc") : html.index("</desc>")]


def test_a_partnership_without_any_day_has_no_drawing(french_coordinator) -> None:
    PartnershipFactory(starts_on=None, ends_on=None, state="abandoned", end_reason="Personne.", parties=False)
    seen = found(french_coordinator)
    assert seen.drawing is None
    assert seen.phases == []


def test_what_several_do_alike_on_a_day_is_said_once_with_its_sum(partnership, french_coordinator) -> None:
    SignatureFactory(agreement=partnership.agreements.get(), party=partner_of(partnership), signed_on=datetime.date(2026, 1, 20))
    assert words_of(french_coordinator)[-3].startswith("déclaration de créance DC-7 de CPAS de Binche")
    other = PartyFactory(partnership=partnership)
    budget = YearBudgetFactory(partnership=partnership, party=other)
    ClaimFactory(budget=budget, accepted_whole=True, claimed=Decimal("125.50"), reference="DC-8")
    assert words_of(french_coordinator)[1] == "signature du CPAS de Charleroi et CPAS de Binche, version 1"
    claims = f"déclarations de créance de CPAS de Binche et {other.organisation.name_in('fr')} : 12 000,50 € au total"
    assert words_of(french_coordinator)[-3] == claims
    third = PartyFactory(partnership=partnership)
    ClaimFactory(budget=YearBudgetFactory(partnership=partnership, party=third), accepted_whole=True, claimed=Decimal("0.50"))
    assert words_of(french_coordinator)[-3] == "déclarations de créance de tous les partenaires : 12 001,00 € au total"


def words_of(user: Any) -> list[str]:
    """Return what the milestones say, with plain spaces."""
    return [" ".join(one.words.split()) for phase in found(user).phases for one in phase.milestones]
