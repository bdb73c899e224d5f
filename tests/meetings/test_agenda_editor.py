"""The agenda as rows of a form."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import AgendaItem, Meeting
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SectionFactory
from tests.meetings.pages import address, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(planned: Meeting) -> list[AgendaItem]:
    """An agenda of three rows, the first with times and a presenter."""
    items = [
        AgendaItemFactory(meeting=planned, position=place, title_fr=title)
        for place, title in enumerate(("Accueil", "Budget", "Divers"), 1)
    ]
    items[0].starts_at, items[0].ends_at = datetime.time(9), datetime.time(9, 30)
    items[0].save()
    items[0].presenters.add(PersonFactory(given_name="Lisa", family_name="Asselman"))
    return items


def editor(client, meeting: Meeting) -> dict:
    return sent_by(client.get(address("agenda", meeting.pk)))


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.agenda_items.for_list().values_list("title_fr", flat=True))


def test_saving_untouched_changes_nothing(signed_in, french_coordinator, planned, three):
    before = planned.agenda_items.fingerprint()
    client = signed_in(french_coordinator)
    response = client.post(address("agenda", planned.pk), editor(client, planned))
    assert response.headers["Location"] == address("meeting", planned.pk)
    assert planned.agenda_items.fingerprint() == before
    assert planned.log.count() == 0


def test_what_an_import_wrote_is_saved_untouched(signed_in, french_coordinator, planned):
    AgendaItemFactory(meeting=planned, label="Point supplémentaire", title_fr="é" * 1000, title_nl="x" * 1000)
    before, client = planned.agenda_items.fingerprint(), signed_in(french_coordinator)
    assert client.post(address("agenda", planned.pk), editor(client, planned)).status_code == 302
    assert planned.agenda_items.fingerprint() == before


def test_a_row_is_added_with_all_it_holds(signed_in, french_coordinator, planned, three):
    client = signed_in(french_coordinator)
    new = {
        "form-3-label": "I.", "form-3-title_fr": "Tour de table", "form-3-title_nl": "Tafelronde", "form-3-kind": "topic",
        "form-3-starts_at": "9h30", "form-3-ends_at": "10.15 uur", "form-3-presenters": "lisa asselman",
    }  # fmt: skip
    client.post(address("agenda", planned.pk), {**editor(client, planned), **new})
    item = planned.agenda_items.get(title_nl="Tafelronde")
    assert (item.position, item.label, item.starts_at, item.ends_at) == (4, "I.", datetime.time(9, 30), datetime.time(10, 15))
    assert [str(person) for person in item.presenters.all()] == ["Lisa Asselman"]
    assert planned.log.get().action == "agenda"


def test_a_row_is_changed_in_place_and_keeps_its_sections(signed_in, french_coordinator, planned, three):
    section = SectionFactory(minutes__meeting=planned, agenda_item=three[1])
    client = signed_in(french_coordinator)
    client.post(
        address("agenda", planned.pk), {**editor(client, planned), "form-1-title_fr": "Budget 2027", "form-1-position": "1"}
    )
    section.refresh_from_db()
    assert section.agenda_item == three[1]
    assert titles(planned) == ["Budget 2027", "Accueil", "Divers"]


def test_a_ticked_row_goes_even_with_nonsense_in_it(signed_in, french_coordinator, planned, three):
    client = signed_in(french_coordinator)
    client.post(
        address("agenda", planned.pk),
        {**editor(client, planned), "form-1-DELETE": "on", "form-1-starts_at": "nonsense", "form-1-title_fr": ""},
    )
    assert titles(planned) == ["Accueil", "Divers"]


def test_positions_put_rows_in_order(signed_in, french_coordinator, planned, three):
    client = signed_in(french_coordinator)
    client.post(address("agenda", planned.pk), {**editor(client, planned), "form-2-position": "1"})
    assert titles(planned) == ["Divers", "Accueil", "Budget"]


@pytest.mark.parametrize("position", ["-1", "0", "99999999999999999999", "x"])
def test_an_impossible_position_is_an_error(signed_in, french_coordinator, planned, three, position):
    client = signed_in(french_coordinator)
    response = client.post(address("agenda", planned.pk), {**editor(client, planned), "form-2-position": position})
    assert [list(form.errors) for form in response.context["formset"]][:3] == [[], [], ["position"]]
    assert titles(planned) == ["Accueil", "Budget", "Divers"]


def test_several_presenters_are_separated_by_commas(signed_in, french_coordinator, planned, three):
    tom = PersonFactory(given_name="Tom", family_name="Anthuenis")
    client = signed_in(french_coordinator)
    client.post(address("agenda", planned.pk), {**editor(client, planned), "form-0-presenters": "Lisa Asselman, Tom Anthuenis, "})
    assert tom in three[0].presenters.all()
    assert three[0].presenters.count() == 2
    client.post(address("agenda", planned.pk), {**editor(client, planned), "form-0-presenters": "Tom Anthuenis"})
    assert [person.pk for person in three[0].presenters.all()] == [tom.pk]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"title_fr": "", "title_nl": ""}, "title_fr"),
        ({"title_fr": "x" * 1001}, "title_fr"),
        ({"title_nl": "Nul\x00"}, "title_nl"),
        ({"label": "vraiment beaucoup trop long"}, "label"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"starts_at": "10:00", "ends_at": "09:00"}, "ends_at"),
        ({"kind": "party"}, "kind"),
        ({"presenters": "Quelqu'un d'inconnu"}, "presenters"),
        ({"presenters": "Nu\x00l"}, "presenters"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_nothing_is_lost(signed_in, french_coordinator, planned, three, row, field):
    client = signed_in(french_coordinator)
    sent = {**editor(client, planned), **{f"form-1-{name}": value for name, value in row.items()}, "form-2-title_fr": "Questions"}
    response = client.post(address("agenda", planned.pk), sent)
    assert response.status_code == 200
    assert [list(form.errors) for form in response.context["formset"]][:3] == [[], [field], []]
    assert [(problem.place, problem.field) for problem in response.context["formset"].problems()] == [(2, f"id_form-1-{field}")]
    again = sent_by(response)
    assert again["form-2-title_fr"] == "Questions"
    assert again["base"] == sent["base"]
    assert titles(planned) == ["Accueil", "Budget", "Divers"]


def test_what_is_wrong_is_said_once_and_the_field_points_at_it(signed_in, french_coordinator, planned, three):
    client = signed_in(french_coordinator)
    page = client.post(address("agenda", planned.pk), {**editor(client, planned), "form-0-ends_at": "25:99"}).content.decode()
    assert page.count('id="id_form-0-ends_at_error"') == 1
    assert 'aria-describedby="id_form-0-ends_at_error"' in page
    assert 'href="#id_form-0-ends_at"' in page


def test_the_second_writer_sees_both_and_may_then_overwrite(signed_in, french_coordinator, dutch_coordinator, planned, three):
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    stale = editor(second, planned)
    first.post(address("agenda", planned.pk), {**editor(first, planned), "form-0-title_fr": "Mot de bienvenue"})
    conflict = second.post(address("agenda", planned.pk), {**stale, "form-1-title_fr": "Finances"})
    assert conflict.status_code == 409
    assert "Mot de bienvenue" in words(conflict)
    assert "coordinator.fr@example.org" in words(conflict)
    assert titles(planned) == ["Mot de bienvenue", "Budget", "Divers"]
    mine = sent_by(conflict)
    assert (mine["form-0-title_fr"], mine["form-1-title_fr"]) == ("Accueil", "Finances")
    assert second.post(address("agenda", planned.pk), mine).status_code == 302
    assert titles(planned) == ["Accueil", "Finances", "Divers"]


def test_a_change_of_presenters_alone_is_a_change(signed_in, french_coordinator, planned, three):
    client = signed_in(french_coordinator)
    stale = editor(client, planned)
    three[1].presenters.add(PersonFactory())
    assert client.post(address("agenda", planned.pk), stale).status_code == 409


def test_the_attendance_list_is_another_matter(signed_in, french_coordinator, planned, three):
    client = signed_in(french_coordinator)
    stale = editor(client, planned)
    client.post(
        address("attendance", planned.pk),
        {**sent_by(client.get(address("attendance", planned.pk))), "form-0-person": "A B", "form-0-person_pick": ["new|A B"]},
    )
    assert planned.attendances.count() == 1
    assert client.post(address("agenda", planned.pk), stale).status_code == 302


def test_a_row_of_another_meeting_becomes_a_new_one(signed_in, french_coordinator, planned, three):
    elsewhere = AgendaItemFactory(title_fr="Ailleurs")
    client = signed_in(french_coordinator)
    client.post(
        address("agenda", planned.pk), {**editor(client, planned), "form-3-row": str(elsewhere.pk), "form-3-title_fr": "Pris"}
    )
    elsewhere.refresh_from_db()
    assert (elsewhere.title_fr, elsewhere.meeting == planned) == ("Ailleurs", False)
    assert titles(planned) == ["Accueil", "Budget", "Divers", "Pris"]


@pytest.mark.parametrize("row", ["9" * 30, "-5", "x"])
def test_a_nonsense_key_of_a_row_is_an_error(signed_in, french_coordinator, planned, three, row):
    client = signed_in(french_coordinator)
    response = client.post(address("agenda", planned.pk), {**editor(client, planned), "form-0-row": row})
    assert response.status_code == 200
    assert titles(planned) == ["Accueil", "Budget", "Divers"]


def test_too_many_rows_are_refused_with_a_sentence(signed_in, french_coordinator, planned):
    sent = {"form-TOTAL_FORMS": "10000", "form-INITIAL_FORMS": "0", "form-0-title_fr": "Un", "base": ""}
    response = signed_in(french_coordinator).post(address("agenda", planned.pk), sent)
    assert response.status_code == 200
    assert len(response.context["formset"].problems()) == 1
    assert "300" in response.context["formset"].problems()[0].text


def test_an_incomplete_form_is_refused_with_a_sentence(signed_in, french_coordinator, planned, three):
    response = signed_in(french_coordinator).post(address("agenda", planned.pk), {"form-0-title_fr": "Un"})
    assert len(response.context["formset"].problems()) == 1
    assert titles(planned) == ["Accueil", "Budget", "Divers"]


def test_members_may_not_and_others_do_not_know(signed_in, host_member, outsider_member, convened):
    assert signed_in(host_member).get(address("agenda", convened.pk)).status_code == 403
    assert signed_in(host_member).post(address("agenda", convened.pk), {}).status_code == 403
    assert signed_in(outsider_member).get(address("agenda", convened.pk)).status_code == 404


def test_a_closed_meeting_keeps_its_agenda(signed_in, french_coordinator):
    assert signed_in(french_coordinator).get(address("agenda", MeetingFactory(closed=True).pk)).status_code == 403


def test_other_methods_are_refused(signed_in, french_coordinator, planned):
    assert signed_in(french_coordinator).put(address("agenda", planned.pk)).status_code == 405


@pytest.mark.parametrize(("number", "shown", "saved"), [(1, 7, 16), (3, 7, 16)])
def test_the_number_of_queries_does_not_grow_with_the_agenda(signed_in, french_coordinator, planned, number, shown, saved):
    for item in AgendaItemFactory.create_batch(number, meeting=planned):
        item.presenters.set(PersonFactory.create_batch(number))
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        sent = editor(client, planned)
    assert len(queries) == shown
    changed = {name: f"{value} bis" if name.endswith("title_fr") else value for name, value in sent.items()}
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address("agenda", planned.pk), changed).status_code == 302
    assert len(queries) == saved
