"""Immersions and their weekly plan: recorded, changed, refused with sentences; two writers; what a PDF says."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from amif_network.core.pdf import html_to_pdf
from amif_network.directory.models import Person
from partnerships import documents
from partnerships.actions import immersions as actions
from partnerships.models import Immersion, Partnership, PlannedHalfDay, PresencePlan
from partnerships.presence import month_of, of_partnership
from tests.factories.meetings import NOW
from tests.factories.partnerships import ImmersionFactory, PartyFactory, PresenceEntryFactory, StatementFactory
from tests.factories.reading_pdfs import complaints, page_count, pages, tags
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address
from tests.partnerships.presence.conftest import MARCH

pytestmark = pytest.mark.django_db

TYPED = {
    "starts_on": "2026-01-01", "ends_on": "2026-12-31", "days_least": "3", "days_most": "4", "tasks_fr": "Préparer des ateliers.",
    "agent": "Awa Diallo", "agent_pick": ["new|Awa Diallo"],
}  # fmt: skip


def test_a_partner_records_its_immersion_and_a_new_agent(signed_in, partner_member, partner, partnership):
    client, url = signed_in(partner_member), address("immersion-new", partnership.pk)
    answer = client.post(url, {**sent_by(client.get(url)), **TYPED})
    immersion = Immersion.objects.get()
    assert answer.url == address("plan", partnership.pk, immersion.pk)
    assert (immersion.employer.organisation, str(immersion.agent)) == (partner, "Awa Diallo")
    assert Person.objects.get(family_name="Diallo").affiliations.get().organisation == partner


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"days_least": "4", "days_most": "3"}, "days_most"),
        ({"days_least": "2,3"}, "days_least"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"agent": "Awa Diallo", "agent_pick": []}, "agent"),
    ],
)
def test_what_is_not_right_is_said_at_its_field(signed_in, partner_member, partnership, typed, field):
    client, url = signed_in(partner_member), address("immersion-new", partnership.pk)
    answer = client.post(url, {**sent_by(client.get(url)), **TYPED, **typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Immersion.objects.exists()


def test_a_partner_records_nothing_for_another_one(partner_member, partnership):
    other = PartyFactory(partnership=partnership)
    blank = ImmersionFactory.build(partnership=partnership, employer=other, agent=None)
    with pytest.raises(PermissionDenied):
        actions.record(blank, by=partner_member, at=NOW)


def test_the_agent_is_in_one_immersion_at_a_time(host_member, immersion):
    twice = ImmersionFactory.build(
        partnership=immersion.partnership, employer=immersion.employer, agent=immersion.agent,
        starts_on=datetime.date(2026, 12, 31), ends_on=datetime.date(2027, 1, 31),
    )  # fmt: skip
    with pytest.raises(ValidationError):
        actions.record(twice, by=host_member, at=NOW)
    with pytest.raises(IntegrityError, match="immersion_agent_once_at_a_time"), transaction.atomic():
        twice.save()


def test_an_immersion_keeps_its_half_days_and_its_submitted_months(partner_member, immersion):
    PresenceEntryFactory(immersion=immersion)
    found = Immersion.objects.get()
    found.starts_on = datetime.date(2026, 3, 3)
    with pytest.raises(ValidationError) as refusal:
        actions.change(found, by=partner_member, at=NOW)
    assert list(refusal.value.message_dict) == ["starts_on"]
    with pytest.raises(IntegrityError, match="presence_inside_the_immersion"), transaction.atomic():
        Immersion.objects.update(starts_on=datetime.date(2026, 3, 3))
    StatementFactory(immersion=immersion, submitted=True)
    found = Immersion.objects.get()
    found.agent = None
    with pytest.raises(ValidationError) as refusal:
        actions.change(found, by=partner_member, at=NOW)
    assert list(refusal.value.message_dict) == ["agent"]


def test_two_people_change_an_immersion(signed_in, partner_member, host_member, immersion, partnership):
    url = address("immersion-edit", partnership.pk, immersion.pk)
    first, second = signed_in(partner_member), signed_in(host_member)
    mine, theirs = sent_by(first.get(url)), sent_by(second.get(url))
    assert second.post(url, {**theirs, "tasks_fr": "Animer"}).status_code == 302
    answer = first.post(url, {**mine, "tasks_fr": "Préparer"})
    assert answer.status_code == 409
    assert Immersion.objects.get().tasks_fr == "Animer"
    assert sent_by(answer)["tasks_fr"] == "Préparer"


def test_a_plan_holds_from_a_day_on_and_is_held_against_what_was_agreed(signed_in, partner_member, immersion, partnership):
    client, url = signed_in(partner_member), address("plan", partnership.pk, immersion.pk)
    sent = {**sent_by(client.get(url)), "starts_on": "2026-06-01", "3-am": "", "3-pm": "employer"}
    answer = client.post(url, sent, follow=True)
    assert PresencePlan.objects.count() == 2
    assert PlannedHalfDay.objects.filter(plan__starts_on="2026-06-01", place="host").count() == 4
    assert "3" in " ".join(str(one) for one in answer.context["messages"])
    assert client.post(url, sent).status_code == 409
    outside = {**sent_by(client.get(url)), "starts_on": "2027-06-01"}
    assert client.post(url, outside).status_code == 422
    remove = address("plan-remove", partnership.pk, immersion.pk, "2026-06-01")
    assert client.get(remove).status_code == 405
    assert client.post(remove).status_code == 302
    assert PresencePlan.objects.count() == 1
    assert client.post(remove).status_code == 404


def test_the_page_says_what_each_month_waits_for(signed_in, host_member, immersion, partnership):
    StatementFactory(immersion=immersion, submitted=True, worked_at_host=12, planned_at_host=14)
    page = signed_in(host_member).get(address("immersion", partnership.pk, immersion.pk))
    lines = {line.name: line for line in page.context["months"]}
    assert lines["mars 2026"].late
    assert "12" in lines["mars 2026"].sentence
    assert "CPAS de Binche" in lines["janvier 2026"].sentence
    assert "Nadia Lemaire" in words(page)


def test_the_section_asks_the_same_number_of_queries(french_coordinator, immersion, django_assert_num_queries):
    partnership = Partnership.objects.visible_to(french_coordinator).for_head().get()
    with django_assert_num_queries(2):
        [line] = of_partnership(partnership, french_coordinator, datetime.date(2026, 4, 2)).immersions
    assert (line.agent, len(line.todo)) == ("Nadia Lemaire", 3)
    for _number in range(2):
        StatementFactory(immersion=ImmersionFactory(partnership=partnership), month=MARCH, submitted=True)
    with django_assert_num_queries(2):
        assert len(of_partnership(partnership, french_coordinator, MARCH).immersions) == 3


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_sheet_of_a_month(immersion, french_coordinator, lang):
    PresenceEntryFactory(immersion=immersion)
    PresenceEntryFactory(immersion=immersion, day=datetime.date(2026, 3, 3), place="absent")
    found = (
        Immersion.objects.visible_to(french_coordinator).select_related("partnership", "employer__organisation", "agent").get()
    )
    pdf = html_to_pdf(documents.presence_html(month_of(found, MARCH, french_coordinator), lang, at=NOW))
    text = " ".join(pages(pdf))
    assert page_count(pdf) <= 2
    assert "Nadia Lemaire" in text
    assert {"fr": "mardi 3", "nl": "dinsdag 3"}[lang] in text
    assert tags(pdf).lang == lang
    assert complaints(pdf) == []
