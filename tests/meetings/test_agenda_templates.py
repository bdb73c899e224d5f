"""Agendas kept as templates: made of a meeting, chosen for a new one or the next one, renamed, archived."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from meetings.actions.agenda_templates import keep_agenda
from meetings.models import AgendaItem, AgendaTemplate, Meeting
from tests.factories.meetings import NOW, AgendaItemFactory, MeetingFactory, MinutesFactory
from tests.factories.registers import PromiseFactory
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db
NEW = {"title_fr": "Rencontre de mai", "date": "2026-05-04", "series": "network", "starts_at": "9h30"}


def slot(start: str, end: str) -> dict[str, datetime.time]:
    return {"starts_at": datetime.time.fromisoformat(start), "ends_at": datetime.time.fromisoformat(end)}


@pytest.fixture
def meeting() -> Meeting:
    """A meeting of four rows; the last two stand there for this meeting alone."""
    meeting = MeetingFactory(held=True, title_fr="Rencontre de mars")
    AgendaItemFactory(meeting=meeting, title_fr="Accueil", title_nl="Onthaal", kind="welcome", **slot("09:00", "09:15"))
    AgendaItemFactory(meeting=meeting, title_fr="Actualités", title_nl="", **slot("09:15", "10:00"))
    AgendaItemFactory(meeting=meeting, title_fr="Divers", title_nl="Varia", kind="any_other_business")
    AgendaItemFactory(meeting=meeting, approves=MinutesFactory())
    AgendaItemFactory(meeting=meeting).promises.add(PromiseFactory())
    return meeting


@pytest.fixture
def template(meeting, french_coordinator) -> AgendaTemplate:
    return keep_agenda(meeting, name_fr="Rencontre ordinaire", name_nl="Gewone bijeenkomst", by=french_coordinator, at=NOW)


def rows(template: AgendaTemplate) -> list[tuple]:
    return list(template.rows.values_list("title_fr", "title_nl", "kind", "minutes"))


def agenda(meeting: Meeting) -> list[tuple]:
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    return [
        (one.title_fr, one.kind, one.starts_at and f"{one.starts_at:%H:%M}", one.ends_at and f"{one.ends_at:%H:%M}")
        for one in items
    ]


KEPT = [
    ("Accueil", "Onthaal", "welcome", 15), ("Actualités", "", "topic", 45), ("Divers", "Varia", "any_other_business", None),
]  # fmt: skip


def test_an_agenda_is_kept_without_what_belongs_to_its_meeting(signed_in, french_coordinator, meeting):
    client, at = signed_in(french_coordinator), address("agenda-keep", meeting.pk)
    assert f'href="{at}"' in main_of(client.get(address("agenda", meeting.pk)))
    assert [row.title_fr for row in client.get(at).context["rows"]] == ["Accueil", "Actualités", "Divers"]
    for nameless in ({}, {"name_fr": "  "}):
        refused = client.post(at, nameless)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["name_fr"])
    response = client.post(at, {"name_fr": "Rencontre ordinaire"})
    assert response.headers["Location"] == address("agenda-templates")
    kept = AgendaTemplate.objects.get()
    assert (kept.name_fr, kept.name_nl, kept.created_by, rows(kept)) == ("Rencontre ordinaire", "", french_coordinator, KEPT)


def test_an_agenda_without_such_rows_is_not_kept(signed_in, french_coordinator):
    empty = MeetingFactory()
    client, at = signed_in(french_coordinator), address("agenda-keep", empty.pk)
    assert 'class="empty-state"' in main_of(client.get(at))
    assert client.post(at, {"name_fr": "Vide"}).status_code == 422
    assert not AgendaTemplate.objects.exists()


def test_a_new_meeting_takes_its_agenda_from_a_template(signed_in, french_coordinator, template):
    """Slots follow each other from the start of the meeting on, as long as durations are known."""
    client = signed_in(french_coordinator)
    assert "Rencontre ordinaire" in main_of(client.get(address("new")))
    client.post(address("new"), {**NEW, "template": template.pk})
    planned = Meeting.objects.get(title_fr="Rencontre de mai")
    assert agenda(planned) == [
        ("Accueil", "welcome", "09:30", "09:45"), ("Actualités", "topic", "09:45", "10:30"),
        ("Divers", "any_other_business", None, None),
    ]  # fmt: skip
    assert planned.log.filter(action="agenda", by=french_coordinator).exists()


@pytest.mark.parametrize(("start", "times"), [("", [None] * 3), ("23h30", ["23:30", None, None])])
def test_without_a_start_or_past_midnight_there_are_no_times(signed_in, french_coordinator, template, start, times):
    signed_in(french_coordinator).post(address("new"), {**NEW, "starts_at": start, "template": template.pk})
    assert [row[2] for row in agenda(Meeting.objects.get(title_fr="Rencontre de mai"))] == times


def test_without_a_template_the_agenda_is_empty(signed_in, french_coordinator, template):
    signed_in(french_coordinator).post(address("new"), NEW)
    assert agenda(Meeting.objects.get(title_fr="Rencontre de mai")) == []


def test_the_next_meeting_puts_what_it_takes_over_between_the_rows_of_a_template(
    signed_in, french_coordinator, meeting, template
):
    """The template stands for what every agenda has: welcome and other business are not there twice."""
    MinutesFactory(meeting=meeting)
    client, at = signed_in(french_coordinator), address("next", meeting.pk)
    page = client.get(at)
    approval = next(one.key for one in page.context["form"].proposals if one.take == "approval")
    fixed = [one.key for one in page.context["form"].proposals if one.take == "fixed"]
    sent = {**sent_by(page), "date": "2026-05-04", "starts_at": "9h00", "template": template.pk, "taken": [approval, *fixed]}
    client.post(at, sent)
    planned = Meeting.objects.get(previous=meeting)
    assert agenda(planned) == [
        ("Accueil", "welcome", "09:00", "09:15"), ("Approbation du compte rendu du 2 mars 2026", "topic", None, None),
        ("Actualités", "topic", None, None), ("Divers", "any_other_business", None, None),
    ]  # fmt: skip


def test_a_template_is_renamed_and_a_collision_shown(signed_in, french_coordinator, dutch_coordinator, template):
    at = address("agenda-template", template.pk)
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    mine, theirs = sent_by(first.get(at)), sent_by(second.get(at))
    assert first.post(at, {**mine, "name_fr": "Réunion ordinaire"}).status_code == 302
    collided = second.post(at, {**theirs, "name_fr": "Rencontre type"})
    assert collided.status_code == 409
    assert AgendaTemplate.objects.get().name_fr == "Réunion ordinaire"
    nameless = first.post(at, {**sent_by(first.get(at)), "name_fr": "", "name_nl": ""})
    assert (nameless.status_code, list(nameless.context["form"].errors)) == (422, ["name_fr"])


def test_an_archived_template_is_offered_no_more_until_it_is_brought_back(signed_in, french_coordinator, template):
    client = signed_in(french_coordinator)
    client.post(address("agenda-template-archive", template.pk))
    assert "Rencontre ordinaire" not in main_of(client.get(address("new")))
    refused = client.post(address("new"), {**NEW, "template": template.pk})
    assert list(refused.context["form"].errors) == ["template"]
    assert refused.context["form"]["title_fr"].value() == "Rencontre de mai"
    assert not Meeting.objects.filter(title_fr="Rencontre de mai").exists()
    page = client.get(address("agenda-templates"))
    assert (page.context["templates"], page.context["archived"]) == ([], [template])
    client.post(address("agenda-template-back", template.pk))
    assert client.get(address("agenda-templates")).context["templates"] == [template]
    assert "45 minutes" in words(client.get(address("agenda-templates")))


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_templates_are_for_coordinators(request, signed_in, meeting, template, role):
    client = signed_in(request.getfixturevalue(role))
    for name, key in (("agenda-templates", None), ("agenda-template", template.pk), ("agenda-keep", meeting.pk)):
        assert client.get(address(name, *([key] if key else []))).status_code == 403
    for name in ("agenda-template-archive", "agenda-template-back"):
        assert client.post(address(name, template.pk)).status_code == 403
    assert AgendaTemplate.objects.get().archived_at is None


def test_what_is_to_be_posted_is_not_got_and_what_is_gone_is_not_found(signed_in, french_coordinator, template):
    client = signed_in(french_coordinator)
    for name in ("agenda-template-archive", "agenda-template-back"):
        assert client.get(address(name, template.pk)).status_code == 405
        assert client.post(address(name, template.pk + 1)).status_code == 404
    assert client.get(address("agenda-template", template.pk + 1)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_template_and_for_three(
    signed_in, french_coordinator, meeting, number, django_assert_num_queries
):
    for place in range(number):
        keep_agenda(meeting, name_fr=f"Modèle {place}", name_nl="", by=french_coordinator, at=NOW)
    client = signed_in(french_coordinator)
    with django_assert_num_queries(4):
        assert len(client.get(address("agenda-templates")).context["templates"]) == number


@pytest.mark.parametrize("wrong", [{"title_fr": "", "title_nl": ""}, {"kind": "party"}, {"position": 1}])
def test_the_database_refuses_a_wrong_row(template, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        template.rows.update(**wrong)


def test_the_database_refuses_a_template_without_a_name(template):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaTemplate.objects.update(name_fr="", name_nl="")
