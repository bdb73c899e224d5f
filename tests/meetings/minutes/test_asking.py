"""Ask somebody for a translation: whom, what is mailed, what happens when it is asked twice."""

import pytest

from amif_network.outbox.models import OutgoingMail
from meetings.actions.translating import AskedMeanwhile, NothingToTranslate, ask_for_translation, confirm_translation
from meetings.models import Section, TranslationLogEntry, TranslationRequest
from tests.factories.accounts import UserFactory
from tests.factories.meetings import NOW
from tests.meetings.pages import address, main_of, sent_by, text_of, words

pytestmark = pytest.mark.django_db
SITE = "https://amif.example"


def at(section: Section, lang: str = "nl") -> str:
    return address("section-ask", section.minutes.meeting_id, section.uuid, lang)


def ask(section: Section, assignee, by, **more) -> TranslationRequest:
    given = {"lang": "nl", "note": "", "at": NOW, "site": SITE, **more}
    return ask_for_translation(section, assignee=assignee, by=by, **given)


def test_the_person_of_the_language_comes_first_and_members_not_at_all(
    signed_in, french_coordinator, dutch_coordinator, administrator, host_member, section
):
    UserFactory(coordinator=True, language="nl", email="gone@example.org", is_active=False)
    html = main_of(signed_in(french_coordinator).get(at(section)))
    offered = [text_of(part.split(">", 1)[1].split("</option>")[0]) for part in html.split("<option")[2:]]
    assert [option.split()[-2] for option in offered] == [dutch_coordinator.email, administrator.email, french_coordinator.email]


def test_asking_notes_logs_and_mails_in_the_language_of_the_person(signed_in, french_coordinator, dutch_coordinator, section):
    client = signed_in(french_coordinator)
    data = {**sent_by(client.get(at(section))), "assignee": dutch_coordinator.pk, "note": "Voor <vrijdag> graag"}
    response = client.post(at(section), data)
    assert response.headers["Location"].endswith(f"#s-{section.uuid}")
    request = TranslationRequest.objects.get()
    assert (request.section, request.language, request.assignee, request.asked_by) == (
        section, "nl", dutch_coordinator, french_coordinator,
    )  # fmt: skip
    assert TranslationLogEntry.objects.get().kind == "asked"
    message = OutgoingMail.objects.get()
    link = f"http://testserver{address('section-edit', section.minutes.meeting_id, section.uuid, 'nl', lang='nl')}"
    assert (message.to, message.about) == (dutch_coordinator.email, f"meeting:{section.minutes.meeting_id}")
    assert "Bijeenkomst van maart" in message.subject
    assert link in message.text
    assert f'<a href="{link}">' in message.html
    assert "Voor <vrijdag> graag" in message.text
    assert "Voor &lt;vrijdag&gt; graag" in message.html
    for part in (message.subject, message.text, message.html):
        assert "Bonjour" not in part
        assert "Accueil" not in part


def test_who_asks_themselves_gets_no_mail(french_coordinator, section):
    ask(section, french_coordinator, french_coordinator)
    assert not OutgoingMail.objects.exists()


def test_the_form_says_that_a_mail_goes_out_and_who_was_asked_already(
    signed_in, french_coordinator, dutch_coordinator, administrator, section
):
    client = signed_in(french_coordinator)
    assert 'id="id_assignee_helptext"' in main_of(client.get(at(section)))
    request = ask(section, dutch_coordinator, administrator)
    response = client.get(at(section))
    assert str(dutch_coordinator) in words(response).split("Note")[0]
    assert sent_by(response)["instead_of"] == str(request.pk)


def test_asking_again_replaces_what_the_person_saw(french_coordinator, dutch_coordinator, administrator, section):
    first = ask(section, dutch_coordinator, french_coordinator)
    second = ask(section, administrator, french_coordinator, instead_of=first.pk)
    first.refresh_from_db()
    assert first.done_at == NOW
    assert list(TranslationRequest.objects.open()) == [second]


def test_two_who_ask_at_once_do_not_overwrite_each_other(
    signed_in, french_coordinator, dutch_coordinator, administrator, section
):
    client = signed_in(french_coordinator)
    data = {**sent_by(client.get(at(section))), "assignee": french_coordinator.pk, "note": "Wat ik schreef"}
    request = ask(section, dutch_coordinator, administrator)
    response = client.post(at(section), data)
    assert (response.status_code, list(TranslationRequest.objects.open())) == (409, [request])
    again = sent_by(response)
    assert (again["note"], again["instead_of"]) == ("Wat ik schreef", str(request.pk))
    assert client.post(at(section), again).status_code == 302
    assert TranslationRequest.objects.open().get().assignee == french_coordinator


def test_nothing_is_asked_for_a_text_that_needs_nothing(signed_in, french_coordinator, dutch_coordinator, pair):
    confirm_translation(pair, lang="nl", by=french_coordinator, at=NOW)
    client = signed_in(french_coordinator)
    assert client.get(at(pair)).status_code == 302
    assert client.post(at(pair), {"assignee": dutch_coordinator.pk, "instead_of": "0"}).status_code == 302
    with pytest.raises(NothingToTranslate):
        ask(pair, dutch_coordinator, french_coordinator)
    assert not TranslationRequest.objects.exists()


def test_a_removed_section_is_asked_of_nobody(french_coordinator, dutch_coordinator, section):
    Section.objects.filter(pk=section.pk).update(removed_at=NOW)
    with pytest.raises(NothingToTranslate):
        ask(section, dutch_coordinator, french_coordinator)


def test_the_request_seen_must_be_the_one_that_stands(french_coordinator, dutch_coordinator, section):
    with pytest.raises(AskedMeanwhile):
        ask(section, dutch_coordinator, french_coordinator, instead_of=17)


@pytest.mark.parametrize(
    "sent", [{"assignee": "", "instead_of": "0"}, {"assignee": "0", "instead_of": "0"}, {"assignee": "x", "instead_of": "y"}, {}]
)
def test_a_form_that_names_nobody_is_shown_again(signed_in, french_coordinator, section, sent):
    response = signed_in(french_coordinator).post(at(section), {**sent, "note": "Mijn woorden"})
    assert response.status_code == 422
    assert "Mijn woorden" in main_of(response)


def test_members_cannot_be_asked(signed_in, french_coordinator, host_member, section):
    response = signed_in(french_coordinator).post(at(section), {"assignee": host_member.pk, "instead_of": "0"})
    assert (response.status_code, TranslationRequest.objects.count()) == (422, 0)


def test_the_workspace_names_who_was_asked_until_it_is_confirmed(signed_in, french_coordinator, dutch_coordinator, pair):
    client, workspace = signed_in(french_coordinator), address("workspace", pair.minutes.meeting_id)
    ask(pair, dutch_coordinator, french_coordinator)
    cell = main_of(client.get(workspace)).split(f'id="c-{pair.uuid}-nl"')[1].split("</article>")[0]
    assert str(dutch_coordinator) in text_of(cell)
    confirm_translation(pair, lang="nl", by=dutch_coordinator, at=NOW)
    assert 'class="cell__asked"' not in main_of(client.get(workspace))
    assert TranslationRequest.objects.get().done_at == NOW
