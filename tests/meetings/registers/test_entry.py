"""The page of an entry: its words, where it was said, its history, and what who may do."""

import pytest

from meetings.models import Meeting
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, MeetingFactory
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db


def page(client, entry, lang: str = "fr"):
    return client.get(address(type(entry).__name__.lower(), entry.pk, lang=lang))


def test_a_promise_leads_back_to_its_section(signed_in, french_coordinator, promise, section):
    response = page(signed_in(french_coordinator), promise)
    assert f'href="{address("workspace", promise.meeting_id)}#s-{section.uuid}"' in main_of(response)
    assert "Appel à projets" in words(response)


def test_a_section_that_was_removed_is_named_without_a_link(signed_in, french_coordinator, promise, section):
    section.removed_at = NOW
    section.save()
    response = page(signed_in(french_coordinator), promise)
    assert "Appel à projets" in words(response)
    assert f"#s-{section.uuid}" not in main_of(response)


def test_members_learn_the_heading_once_the_minutes_are_published(signed_in, host_member, promise, publish_minutes):
    client = signed_in(host_member)
    assert ("Envoyer la liste" in words(page(client, promise)), "Appel à projets" in words(page(client, promise))) == (
        True,
        False,
    )
    publish_minutes(promise.meeting)
    assert "Appel à projets" in words(page(client, promise))
    assert address("workspace", promise.meeting_id) not in main_of(page(client, promise))


def test_who_owes_it_sees_it_though_they_do_not_see_the_meeting(signed_in, partner, partner_member):
    promise = PromiseFactory(owed_by=partner)
    response = page(signed_in(partner_member), promise)
    assert response.status_code == 200
    assert address("meeting", promise.meeting_id) not in main_of(response)
    assert address("promise-step", promise.pk, "answer") in main_of(response)


def test_a_person_sees_what_they_promised_themselves(signed_in, outsider_member):
    promise = PromiseFactory(owed_by=None, owed_by_person=outsider_member.person)
    assert address("promise-step", promise.pk, "answer") in main_of(page(signed_in(outsider_member), promise))


def test_who_left_the_organisation_owes_nothing_any_more(signed_in, host_member, promise):
    host_member.person.affiliations.update(valid_to=promise.meeting.date)
    AffiliationFactory(person=host_member.person)
    assert page(signed_in(host_member), promise).status_code == 404


def test_both_languages_stand_there_each_in_its_own(signed_in, french_coordinator, meeting):
    promise = PromiseFactory(meeting=meeting, answered=True, text_nl="De lijst sturen", answer_fr="Oui\nDemain", answer_nl="Ja")
    html = main_of(page(signed_in(french_coordinator), promise))
    assert [f'lang="{lang}"><p class="entry__language' in html for lang in ("fr", "nl")] == [True, True]
    assert "Oui<br>Demain" in html


def test_texts_are_no_html(signed_in, french_coordinator, meeting):
    promise = PromiseFactory(meeting=meeting, text_fr="<script>alert(1)</script>", answered=True, answer_fr="<b>gras</b>")
    html = main_of(page(signed_in(french_coordinator), promise))
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;gras&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("role", "shown"), [("french_coordinator", True), ("host_member", True), ("partner_member", True), ("outsider_member", False)]
)
def test_the_history_is_for_those_it_concerns(request, signed_in, publish_minutes, french_coordinator, promise, role, shown):
    publish_minutes(promise.meeting)
    signed_in(french_coordinator).post(address("promise-step", promise.pk, "drop"), {"comment": "Remplacée par le tableau"})
    response = page(signed_in(request.getfixturevalue(role)), promise)
    assert bool(response.context["history"]) == shown


@pytest.mark.parametrize(("role", "full"), [("observer", False), ("outsider_member", False), ("host_member", True)])
def test_who_was_not_invited_reads_neither_answers_nor_names(request, signed_in, publish_minutes, meeting, partner, role, full):
    person = PersonFactory(given_name="Lisa", family_name="Asselman")
    promise = PromiseFactory(meeting=meeting, answered=True, owed_by=partner, owed_by_person=person, answer_fr="Entre nous")
    signal = SignalFactory(meeting=meeting, replied=True, reply_fr="Entre nous", addressee="other", addressee_name="Jan Peeters")
    publish_minutes(meeting)
    client = signed_in(request.getfixturevalue(role))
    found = words(page(client, promise)) + words(page(client, signal)) + words(client.get(address("registers") + "?state=all"))
    assert [text in found for text in ("Entre nous", "Asselman", "Peeters", "CPAS de Binche")] == [full, full, full, True]


@pytest.mark.parametrize(("role", "full"), [("observer", False), ("outsider_member", False), ("host_member", True)])
def test_who_was_not_invited_reads_the_words_of_the_public_editions(request, signed_in, publish_minutes, meeting, role, full):
    """Who took part, who is only in the directory, an address and a number."""
    there = AttendanceFactory(meeting=meeting, person__given_name="Lisa", person__family_name="Asselman").person
    PersonFactory(given_name="Jan", family_name="Wouters")
    said = f"{there.family_name} demande à Jan Wouters (jan@ocmw.example, 0475 12 34 56) de venir"
    entries = [
        PromiseFactory(meeting=meeting, text_fr=said),
        SignalFactory(meeting=meeting, text_fr=said),
        IdeaFactory(meeting=meeting, text_fr=said, when_fr="quand Lisa Asselman revient"),
    ]
    publish_minutes(meeting)
    client = signed_in(request.getfixturevalue(role))
    pages = [words(page(client, entry)) for entry in entries]
    pages += [words(client.get(address("registers", name))) for name in ("promises", "signals", "ideas")]
    for found in pages:
        assert [secret in found for secret in ("Asselman", "Wouters", "jan@", "0475 12")] == [full] * 4
        assert ("[numéro de téléphone non publié]" in found) is not full
    assert {type(entry).objects.get(pk=entry.pk).text_fr for entry in entries} == {said}


def test_what_one_may_do_stands_there_and_nothing_else(signed_in, french_coordinator, host_member, meeting, host):
    entries = {
        PromiseFactory(meeting=meeting, owed_by=host): ["answer", "finish", "tell", "drop", "edit"],
        PromiseFactory(meeting=meeting, answered=True): ["finish", "reopen", "drop", "edit"],
        PromiseFactory(meeting=meeting, done=True): ["reopen"],
        SignalFactory(meeting=meeting): ["send", "drop", "edit"],
        SignalFactory(meeting=meeting, sent=True): ["reply", "reopen", "drop"],
        IdeaFactory(meeting=meeting, planned=True): ["finish", "reopen", "drop", "edit"],
    }
    client = signed_in(french_coordinator)
    for entry, expected in entries.items():
        html = main_of(page(client, entry))
        own = html.split(f'href="{address(type(entry).__name__.lower(), entry.pk)}')[1:]
        assert [part.split("/", 1)[0] for part in own] == expected
    promise = next(iter(entries))
    assert main_of(page(signed_in(host_member), promise)).count(f'href="{address("promise", promise.pk)}') == 1


def test_the_agenda_that_takes_it_up_is_named_where_one_may_see_the_meeting(signed_in, french_coordinator, host_member, promise):
    item = AgendaItemFactory(meeting=MeetingFactory())
    item.promises.add(promise)
    found = [
        address("meeting", item.meeting_id) in main_of(page(signed_in(user), promise))
        for user in (french_coordinator, host_member)
    ]
    assert found == [True, False]


@pytest.mark.parametrize("factory", [PromiseFactory, SignalFactory, IdeaFactory])
def test_unpublished_entries_do_not_exist_for_others(signed_in, outsider_member, observer, administrator, factory):
    entry = factory()
    assert [page(signed_in(user), entry).status_code for user in (administrator, outsider_member, observer)] == [200, 404, 404]


def test_looking_is_all_one_can_do_there(signed_in, french_coordinator, promise):
    assert signed_in(french_coordinator).post(address("promise", promise.pk)).status_code == 405


def test_a_new_colleague_sees_what_the_organisation_owes(signed_in, outsider_member, promise, host):
    AffiliationFactory(person=outsider_member.person, organisation=host)
    assert page(signed_in(outsider_member), promise).status_code == 200
    assert Meeting.objects.visible_to(outsider_member).filter(pk=promise.meeting_id).exists()
