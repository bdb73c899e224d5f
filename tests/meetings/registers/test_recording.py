"""Record what was said, from a section or from the meeting as a whole; change it; who comes second loses nothing."""

import datetime

import pytest

from amif_network.outbox.models import OutgoingMail
from meetings.models import Idea, MeetingLogEntry, Promise, Signal
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MeetingFactory, SectionFactory
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db
TYPED = {
    "promise": {"text_fr": "Envoyer la liste", "owed_by": "CPAS de Charleroi", "due": "2026-04-01"},
    "signal": {"text_nl": "De termijnen zijn te kort", "addressee": "other", "addressee_name": "Le cabinet"},
    "idea": {"text_fr": "Visiter un jardin", "when_fr": "en automne", "earliest": "2026-09-21"},
}
MODELS = {"promise": Promise, "signal": Signal, "idea": Idea}


@pytest.mark.parametrize("kind", MODELS)
def test_an_entry_is_recorded_from_its_section(signed_in, french_coordinator, host, section, kind):
    client = signed_in(french_coordinator)
    url = f"{address(f'{kind}-new', section.minutes.meeting_id)}?section={section.uuid}"
    response = client.post(url, sent_by(client.get(url)) | TYPED[kind])
    entry = MODELS[kind].objects.get()
    assert response["Location"] == f"{address('workspace', section.minutes.meeting_id)}#s-{section.uuid}"
    assert (entry.section, entry.meeting, entry.created_by, entry.rev) == (
        section,
        section.minutes.meeting,
        french_coordinator,
        1,
    )
    row = MeetingLogEntry.objects.of(kind, entry.pk).get()
    assert (row.action, row.from_state, row.to_state, row.comment) == ("record", "", entry.state, str(entry.text))
    assert str(entry.text) in words(client.get(address("workspace", section.minutes.meeting_id)))


@pytest.mark.parametrize("kind", MODELS)
def test_an_entry_is_recorded_of_the_meeting_as_a_whole(signed_in, french_coordinator, host, meeting, kind):
    client = signed_in(french_coordinator)
    response = client.post(address(f"{kind}-new", meeting.pk), TYPED[kind])
    entry = MODELS[kind].objects.get()
    assert (entry.section, response["Location"]) == (None, address(kind, entry.pk))


def test_a_section_about_an_organisation_proposes_it(signed_in, french_coordinator, section, host):
    section.organisation = host
    section.save()
    form = (
        signed_in(french_coordinator)
        .get(f"{address('promise-new', section.minutes.meeting_id)}?section={section.uuid}")
        .context["form"]
    )
    assert (form["owed_by"].value().text, form["section"].value()) == ("CPAS de Charleroi", section.pk)


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("promise", {"text_fr": " "}, "__all__"),
        ("promise", {"owed_by": ""}, "owed_by"),
        ("promise", {"owed_by": "CPAS de Nulle-Part"}, "owed_by"),
        ("promise", {"due": "31/02/2026"}, "due"),
        ("promise", {"text_fr": "nul\x00"}, "text_fr"),
        ("promise", {"text_fr": "x" * 4001}, "text_fr"),
        ("signal", {"addressee_name": ""}, "addressee_name"),
        ("signal", {"addressee": "queen"}, "addressee"),
        ("idea", {"latest": "2026-09-20"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in, french_coordinator, host, meeting, kind, wrong, field):
    response = signed_in(french_coordinator).post(address(f"{kind}-new", meeting.pk), TYPED[kind] | wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not MODELS[kind].objects.exists()
    kept = next(name for name in TYPED[kind] if name not in wrong)
    assert TYPED[kind][kept] in main_of(response)


def test_a_section_of_another_meeting_or_a_removed_one_is_no_origin(signed_in, french_coordinator, meeting, section):
    other = SectionFactory()
    client, url = signed_in(french_coordinator), address("promise-new", meeting.pk)
    assert client.get(f"{url}?section={other.uuid}").status_code == 404
    assert list(client.post(url, TYPED["promise"] | {"section": other.pk}).context["form"].errors)[:1] == ["section"]
    section.removed_at = NOW
    section.save()
    assert client.get(f"{url}?section={section.uuid}").status_code == 404


@pytest.mark.parametrize("state", ["planned", "convened", "cancelled"])
def test_nothing_is_recorded_of_a_meeting_that_was_not_held(signed_in, french_coordinator, state):
    meeting = MeetingFactory(state=state)
    assert signed_in(french_coordinator).post(address("promise-new", meeting.pk), TYPED["promise"]).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
@pytest.mark.parametrize("kind", MODELS)
def test_recording_is_for_coordinating_users(request, signed_in, meeting, kind, role, status):
    client = signed_in(request.getfixturevalue(role))
    assert [
        client.get(address(f"{kind}-new", meeting.pk)).status_code,
        client.put(address(f"{kind}-new", meeting.pk)).status_code,
    ] == [
        status,
        405,
    ]


@pytest.mark.parametrize("tell", [True, False])
def test_those_who_owe_it_get_a_mail_only_when_asked_for(signed_in, french_coordinator, host_member, meeting, tell):
    data = TYPED["promise"] | ({"tell_now": "on"} if tell else {})
    signed_in(french_coordinator).post(address("promise-new", meeting.pk), data)
    assert [mail.to for mail in OutgoingMail.objects.all()] == (["host@example.org"] if tell else [])
    assert (Promise.objects.get().told_at is not None) == tell


@pytest.mark.parametrize(("factory", "kind"), [(PromiseFactory, "promise"), (SignalFactory, "signal"), (IdeaFactory, "idea")])
def test_a_change_keeps_what_stood_before_in_the_history(signed_in, french_coordinator, meeting, section, factory, kind):
    entry, client = factory(meeting=meeting, text_fr="Avant"), signed_in(french_coordinator)
    url = address(f"{kind}-edit", entry.pk)
    response = client.post(url, sent_by(client.get(url)) | {"text_fr": "Après", "section": section.pk})
    entry.refresh_from_db()
    assert (response.status_code, entry.text_fr, entry.section, entry.rev) == (302, "Après", section, 2)
    assert "Avant" in MeetingLogEntry.objects.of(kind, entry.pk).get().comment
    client.post(url, sent_by(client.get(url)))
    assert MeetingLogEntry.objects.of(kind, entry.pk).count() == 1


def test_who_saves_second_sees_both_versions_and_decides(signed_in, french_coordinator, dutch_coordinator, promise):
    first, second, url = signed_in(french_coordinator), signed_in(dutch_coordinator), address("promise-edit", promise.pk)
    shown = sent_by(second.get(url))
    first.post(url, sent_by(first.get(url)) | {"text_fr": "Envoyer le tableau", "due": "2026-05-01"})
    response = second.post(url, shown | {"text_fr": "Envoyer la liste à jour"})
    assert response.status_code == 409
    assert [one.name for one in response.context["form"].differences] == ["text_fr", "due"]
    promise.refresh_from_db()
    assert promise.text_fr == "Envoyer le tableau"
    undecided = response.context["form"].differences[0]
    settled = sent_by(response) | {undecided.choice: f"mine {undecided.version}"}
    assert second.post(url, settled).status_code == 302
    promise.refresh_from_db()
    assert (promise.text_fr, promise.due) == ("Envoyer la liste à jour", datetime.date(2026, 5, 1))


def test_words_typed_while_somebody_closed_it_are_shown_again(signed_in, french_coordinator, promise):
    client, url = signed_in(french_coordinator), address("promise-edit", promise.pk)
    shown = sent_by(client.get(url))
    Promise.objects.update(state="done")
    response = client.post(url, shown | {"text_fr": "Envoyer le tableau"})
    assert response.status_code == 409
    assert "Envoyer le tableau" in main_of(response)
    promise.refresh_from_db()
    assert promise.text_fr == "Envoyer la liste"
    assert client.get(url).status_code == 403


def test_an_answer_is_corrected_and_translated_but_never_emptied(signed_in, french_coordinator, meeting):
    promise = PromiseFactory(meeting=meeting, answered=True)
    client, url = signed_in(french_coordinator), address("promise-edit", promise.pk)
    shown = sent_by(client.get(url))
    assert client.post(url, shown | {"answer_fr": ""}).status_code == 422
    assert client.post(url, shown | {"answer_nl": "Hier is de lijst"}).status_code == 302
    promise.refresh_from_db()
    assert (promise.answer_fr, promise.answer_nl) == ("Voici la liste", "Hier is de lijst")


def test_who_owes_it_from_now_on_has_not_been_told(signed_in, french_coordinator, promise):
    Promise.objects.update(told_at=NOW)
    OrganisationFactory(short_fr="CPAS de Liège")
    client, url = signed_in(french_coordinator), address("promise-edit", promise.pk)
    client.post(url, sent_by(client.get(url)) | {"text_fr": "Envoyer le tableau"})
    promise.refresh_from_db()
    assert promise.told_at == NOW
    client.post(url, sent_by(client.get(url)) | {"owed_by": "CPAS de Liège", "owed_by_pick": []})
    promise.refresh_from_db()
    assert (str(promise.owed_by.short_fr), promise.told_at) == ("CPAS de Liège", None)


@pytest.mark.parametrize(("role", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
def test_changing_is_for_coordinating_users(request, signed_in, promise, role, status):
    client = signed_in(request.getfixturevalue(role))
    answers = [getattr(client, method)(address("promise-edit", promise.pk)).status_code for method in ("get", "post", "put")]
    assert answers == [status, status, 405]
