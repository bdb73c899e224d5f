"""Add, settle, move, remove and bring back sections from the browser."""

import re
import uuid

import pytest

from meetings.models import Minutes, Section
from meetings.outline import outline, reading_order
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, AgendaItemFactory, SectionFactory
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db


def at(name: str, section: Section) -> str:
    return address(name, section.minutes.meeting_id, section.uuid)


def drawn(minutes: Minutes) -> list[tuple[str, str]]:
    nodes = reading_order(outline(Section.objects.filter(minutes=minutes).prefetch_related("texts")))
    return [(node.number, node.section.heading("fr").text) for node in nodes]


def test_a_section_is_added_at_the_end_numbered_and_open_for_writing(signed_in, french_coordinator, section):
    response = signed_in(french_coordinator).post(address("section-add", section.minutes.meeting_id))
    added = Section.objects.latest("pk")
    assert drawn(section.minutes) == [("1.", "Accueil"), ("2.", "")]
    assert response.headers["Location"].endswith(f"?edit={added.uuid}.fr#s-{added.uuid}")


def test_a_section_is_opened_in_the_language_one_works_in(signed_in, french_coordinator, section):
    response = signed_in(french_coordinator).post(address("section-add", section.minutes.meeting_id), {"shown": "nl"})
    added = Section.objects.latest("pk")
    assert response.headers["Location"].endswith(f"?lang=nl&edit={added.uuid}.nl#s-{added.uuid}")


def test_a_section_is_added_after_or_below_another(signed_in, french_coordinator, section, pair):
    client = signed_in(french_coordinator)
    client.post(address("section-add", section.minutes.meeting_id), {"after": section.uuid})
    client.post(address("section-add", section.minutes.meeting_id), {"below": section.uuid})
    assert [number for number, _heading in drawn(section.minutes)] == ["1.", "1.1", "2.", "2."]


def test_the_answer_of_an_organisation_is_added_to_a_round_table(signed_in, french_coordinator, minutes, host):
    question = SectionFactory(minutes=minutes, kind="round_table", fr="Question")
    sent = {"below": question.uuid, "kind": "answer", "organisation": host.pk}
    client = signed_in(french_coordinator)
    client.post(address("section-add", minutes.meeting_id), sent)
    answer = Section.objects.get(kind="answer")
    assert (answer.parent, answer.organisation, answer.numbered) == (question, host, False)
    client.post(address("section-add", minutes.meeting_id), sent)
    assert Section.objects.filter(kind="answer").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"after": "x"},
        {"after": str(uuid.uuid4())},
        {"below": str(uuid.uuid4())},
        {"kind": "x"},
        {"organisation": "999999"},
        {"organisation": "x\x00"},
    ],
)
def test_nonsense_adds_nothing(signed_in, french_coordinator, minutes, sent):
    assert signed_in(french_coordinator).post(address("section-add", minutes.meeting_id), sent).status_code == 404
    assert not Section.objects.exists()


def test_settings_change_what_both_languages_share(signed_in, french_coordinator, section):
    item = AgendaItemFactory(meeting=section.minutes.meeting)
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", name_fr="", name_nl="")
    client = signed_in(french_coordinator)
    client.post(
        at("section-settings", section),
        {
            "label": "I.",
            "kind": "answer",
            "answer_type": "advantage",
            "organisation": "OCMW Gent",
            "agenda_item": item.pk,
            "no_comment": "on",
        },
    )
    section.refresh_from_db()
    found = (
        section.label,
        section.kind,
        section.answer_type,
        section.organisation,
        section.agenda_item,
        section.no_comment,
        section.numbered,
    )
    assert found == ("I.", "answer", "advantage", gent, item, True, False)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "answer"}, "organisation"),
        ({"kind": "text", "answer_type": "advantage"}, "answer_type"),
        ({"kind": "text", "label": "x" * 21}, "label"),
        ({"kind": "text", "label": "a\x00"}, "label"),
        ({"kind": "x"}, "kind"),
        ({"kind": "text", "organisation": "Nulle part"}, "organisation"),
        ({"kind": "text", "agenda_item": "999999"}, "agenda_item"),
    ],
)
def test_wrong_settings_are_explained_and_not_saved(signed_in, french_coordinator, section, sent, field):
    response = signed_in(french_coordinator).post(at("section-settings", section), sent)
    assert list(response.context["form"].errors) == [field]
    section.refresh_from_db()
    assert (section.label, section.kind) == ("1.", "text")


@pytest.mark.parametrize(("label", "number"), [("4.", "5."), ("I.", "II."), ("", "1.")])
def test_the_automatic_number_is_shown_beside_the_typed_one(signed_in, french_coordinator, section, pair, label, number):
    Section.objects.filter(pk=section.pk).update(label=label)
    Section.objects.filter(pk=pair.pk).update(label="9.")
    form = signed_in(french_coordinator).get(at("section-settings", pair)).context["form"]
    assert number in form.fields["numbered"].help_text


def test_another_meetings_agenda_is_not_offered(signed_in, french_coordinator, section):
    stranger = AgendaItemFactory()
    response = signed_in(french_coordinator).post(at("section-settings", section), {"kind": "text", "agenda_item": stranger.pk})
    assert list(response.context["form"].errors) == ["agenda_item"]


def test_an_anonymous_section_cannot_keep_its_organisation(signed_in, french_coordinator, section, host):
    response = signed_in(french_coordinator).post(
        at("section-settings", section), {"kind": "text", "organisation": str(host), "anonymous": "on"}
    )
    assert response.context["form"].errors
    section.refresh_from_db()
    assert not section.anonymous


def test_one_step_moves_and_says_where_the_section_is_now(signed_in, french_coordinator, section, pair):
    client = signed_in(french_coordinator)
    response = client.post(at("section-move", pair), {"to": "up"}, follow=True)
    assert [heading for _number, heading in drawn(section.minutes)] == ["Appel", "Accueil"]
    assert [str(message) for message in response.context["messages"]] != []


def test_a_step_that_is_not_possible_is_explained(signed_in, french_coordinator, section):
    response = signed_in(french_coordinator).post(at("section-move", section), {"to": "up"}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_move_to_offers_every_place_but_those_below_itself(signed_in, french_coordinator, section, pair):
    child = SectionFactory(minutes=section.minutes, parent=pair, fr="Détail")
    html = main_of(signed_in(french_coordinator).get(at("section-settings", pair)))
    places = re.findall(r'<option value="(first|(?:after|below):[^"]+)"', html)
    assert places == ["first", f"after:{section.uuid}", f"below:{section.uuid}"]
    assert f"{child.uuid}" not in html.split('id="move-title"')[1]


@pytest.mark.parametrize(
    ("target", "headings"),
    [
        ("first", ["Détail", "Accueil", "Appel"]),
        ("after:{section}", ["Accueil", "Détail", "Appel"]),
        ("below:{section}", ["Accueil", "Détail", "Appel"]),
    ],
)
def test_move_to_puts_the_section_there(signed_in, french_coordinator, section, pair, target, headings):
    child = SectionFactory(minutes=section.minutes, parent=pair, fr="Détail")
    signed_in(french_coordinator).post(at("section-move", child), {"target": target.format(section=section.uuid)})
    assert [heading for _number, heading in drawn(section.minutes)] == headings
    child.refresh_from_db()
    assert child.parent == (section if target.startswith("below") else None)


@pytest.mark.parametrize("target", ["", "x", "after:x", "below:00000000-0000-4000-8000-000000000001"])
def test_a_place_that_does_not_exist_moves_nothing(signed_in, french_coordinator, section, pair, target):
    signed_in(french_coordinator).post(at("section-move", pair), {"target": target})
    assert [heading for _number, heading in drawn(section.minutes)] == ["Accueil", "Appel"]


def test_removing_and_bringing_back(signed_in, french_coordinator, section, pair):
    client = signed_in(french_coordinator)
    assert "Bonjour à tous" not in words(client.post(at("section-remove", section), follow=True)).split("1 section")[0]
    assert drawn(section.minutes) == [("2.", "Appel")]
    client.post(at("section-restore", section))
    assert [heading for _number, heading in drawn(section.minutes)] == ["Accueil", "Appel"]


def test_an_answer_that_was_given_again_meanwhile_is_not_brought_back(signed_in, french_coordinator, minutes, host):
    question = SectionFactory(minutes=minutes, kind="round_table")
    removed = SectionFactory(minutes=minutes, parent=question, kind="answer", organisation=host, removed_at=NOW)
    SectionFactory(minutes=minutes, parent=question, kind="answer", organisation=host)
    response = signed_in(french_coordinator).post(at("section-restore", removed), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    removed.refresh_from_db()
    assert removed.removed_at == NOW


def test_the_settings_page_sends_back_what_it_shows(signed_in, french_coordinator, section):
    html = main_of(signed_in(french_coordinator).get(at("section-settings", section)))
    assert 'name="label" value="1."' in html
    assert sent_by(signed_in(french_coordinator).get(at("section-settings", section)))["target"] == "first"


@pytest.mark.parametrize("where", ["after", "below"])
def test_nothing_is_added_beside_a_section_that_was_removed_meanwhile(signed_in, french_coordinator, section, where):
    child = SectionFactory(minutes=section.minutes, parent=section)
    Section.objects.filter(pk=section.pk).update(removed_at=NOW)
    client = signed_in(french_coordinator)
    response = client.post(address("section-add", section.minutes.meeting_id), {where: str(child.uuid)}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert Section.objects.count() == 2
