"""The pages about the request to one organisation: facts, more time, once more, silence, an answer on its behalf."""

import datetime

import pytest
from django.utils import timezone

from amif_network.core.workdays import add_working_days
from amif_network.outbox.models import OutgoingMail
from meetings.models import Remark, ReviewRequest
from tests.factories.meetings import NOW
from tests.factories.review import CirculationFactory, RemarkFactory
from tests.meetings.pages import address, sent_by, words

pytestmark = pytest.mark.django_db
PAGES = ["board-request", "board-extend", "board-ask-again", "board-silence", "board-behalf"]


@pytest.fixture(autouse=True)
def deadline_ahead(asked) -> None:
    ReviewRequest.objects.update(deadline=timezone.localdate() + datetime.timedelta(days=5))


def ahead(days: int = 12) -> str:
    return add_working_days(timezone.localdate(), days).isoformat()


def go(name: str, asked: ReviewRequest) -> str:
    return address(name, asked.circulation.minutes.meeting_id, asked.pk)


def answered(asked: ReviewRequest, by) -> None:
    ReviewRequest.objects.filter(pk=asked.pk).update(state="answered", answered_at=NOW, answered_by=by, channel="account")


def test_the_page_tells_everything_about_one_organisation(signed_in, french_coordinator, asked, host_member):
    RemarkFactory(request=asked, sent=True, text="Une remarque.")
    RemarkFactory(request=asked, text="Un brouillon.")
    client = signed_in(french_coordinator)
    client.post(go("board-extend", asked), {"deadline": ahead()})
    shown = words(client.get(go("board-request", asked)))
    assert "CPAS de Charleroi" in shown
    assert "Une remarque." in shown
    assert "Un brouillon." not in shown
    assert "Quelqu’un de l’organisation a commencé une réponse" in shown
    assert f"demande · {host_member.email}" in shown
    assert f"plus de temps · {host_member.email}" in shown
    assert "À la réunion présent" in shown


def test_more_time_says_who_is_told_and_never_less(signed_in, french_coordinator, asked, host_member):
    client, url = signed_in(french_coordinator), go("board-extend", asked)
    assert f"Un courriel part à : {host_member.email} (français)" in words(client.get(url))
    refused = client.post(url, {"deadline": timezone.localdate().isoformat()})
    assert refused.status_code == 422
    assert "Une échéance n’est jamais raccourcie" in words(refused)
    assert client.post(url, {"deadline": ahead()}).headers["Location"] == go("board-request", asked)
    assert ReviewRequest.objects.get(pk=asked.pk).deadline.isoformat() == ahead()


def test_everybody_gets_more_time(signed_in, french_coordinator, asked, partner_member):
    client, url = signed_in(french_coordinator), address("board-extend-all", asked.circulation.minutes.meeting_id)
    assert partner_member.email in words(client.get(url))
    assert client.post(url, {"deadline": "2020-01-01"}).status_code == 422
    client.post(url, {"deadline": ahead()})
    assert {one.deadline.isoformat() for one in ReviewRequest.objects.all()} == {ahead()}
    again = client.post(url, {"deadline": ahead()})
    assert again.status_code == 422
    assert "dispose déjà d’autant de temps" in words(again)
    ReviewRequest.objects.update(state="silent", recorded_by=french_coordinator)
    assert "Plus aucune réponse n’est attendue" in words(client.get(url))


def test_asking_again_needs_a_reason_and_keeps_it(signed_in, french_coordinator, asked, host_member):
    answered(asked, host_member)
    client, url = signed_in(french_coordinator), go("board-ask-again", asked)
    refused = client.post(url, {"deadline": "2020-01-01", "comment": "Le tableau manquait."})
    assert (refused.status_code, sent_by(refused)["comment"]) == (422, "Le tableau manquait.")
    assert client.post(url, {"deadline": ahead(), "comment": " "}).status_code == 422
    client.post(url, {"deadline": ahead(), "comment": "Le tableau manquait."})
    assert ReviewRequest.objects.get(pk=asked.pk).state == "awaited"
    assert "de nouveau sollicitée" not in words(client.get(go("board-request", asked)))


def test_silence_is_recorded_once_the_deadline_has_passed(signed_in, french_coordinator, asked, draft):
    client = signed_in(french_coordinator)
    early = client.post(go("board-silence", asked), follow=True)
    assert "Son échéance n’est pas encore passée" in early.content.decode()
    second = CirculationFactory(minutes=draft, number=2)
    late = ReviewRequest.objects.create(circulation=second, organisation=asked.organisation, deadline=NOW.date())
    assert "Noter l’absence de réponse" in words(client.get(go("board-request", late)))
    client.post(go("board-silence", late))
    client.post(go("board-silence", late))
    assert ReviewRequest.objects.get(pk=late.pk).state == "silent"


@pytest.mark.parametrize("name", ["board-extend", "board-behalf"])
def test_who_comes_after_the_answer_is_told_and_loses_nothing(signed_in, french_coordinator, asked, host_member, name):
    client, url = signed_in(french_coordinator), go(name, asked)
    data = sent_by(client.get(url))
    answered(asked, host_member)
    filled = {**data, "deadline": ahead(), "who": "Anouk Delvaux", "channel": "phone", "answer": "none"}
    response = client.post(url, filled)
    if name == "board-behalf":
        assert response.status_code == 409
        assert sent_by(response)["who"] == "Anouk Delvaux"
    assert "a changé entre-temps" in response.content.decode()
    assert client.get(url).status_code == 403


def behalf(**changes: str) -> dict[str, str]:
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-kind": "correction", "form-0-language": "fr"}
    return {"who": "Anouk Delvaux", "channel": "phone", "answer": "none", **rows, **changes}


def test_an_answer_without_remarks_is_recorded_on_behalf(signed_in, french_coordinator, asked, host_member):
    client = signed_in(french_coordinator)
    assert f"Un courriel part à : {host_member.email}" in words(client.get(go("board-behalf", asked)))
    client.post(go("board-behalf", asked), behalf())
    now = ReviewRequest.objects.get(pk=asked.pk)
    assert (now.state, now.answered_name, now.channel, now.recorded_by) == (
        "answered", "Anouk Delvaux", "phone", french_coordinator,
    )  # fmt: skip
    assert OutgoingMail.objects.filter(topic="receipt").count() == 1


def test_remarks_are_recorded_on_behalf_with_their_section(signed_in, french_coordinator, asked, section):
    said = {"form-0-section": str(section.uuid), "form-0-quote": "six agents", "form-0-proposal": "sept agents"}
    signed_in(french_coordinator).post(go("board-behalf", asked), behalf(answer="remarks", **said))
    remark = Remark.objects.get()
    assert (remark.section, remark.quote, remark.proposal, remark.state) == (section, "six agents", "sept agents", "sent")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answer": "remarks"}, "Notez au moins une remarque"),
        ({"form-0-text": "Bravo."}, "Il y a des remarques ci-dessous"),
        ({"answer": "remarks", "form-0-quote": "six agents"}, "ou la formulation que vous proposez"),
        ({"who": " "}, "Ce champ est obligatoire."),
        ({"channel": "account"}, "Sélectionnez un choix valide"),
        ({"answer": ""}, "Ce champ est obligatoire."),
        ({"answer": "remarks", "form-0-text": "x", "form-0-section": "7"}, "Sélectionnez un choix valide"),
    ],
)
def test_half_an_answer_is_refused_and_kept(signed_in, french_coordinator, asked, changes, sentence):
    response = signed_in(french_coordinator).post(go("board-behalf", asked), behalf(**changes))
    assert response.status_code == 422
    assert sentence in words(response)
    assert sent_by(response)["form-0-quote"] == changes.get("form-0-quote", "")
    assert ReviewRequest.objects.get(pk=asked.pk).state == "awaited"


def test_there_is_room_for_more_remarks_without_losing_any(signed_in, french_coordinator, asked):
    response = signed_in(french_coordinator).post(go("board-behalf", asked), behalf(more="1", **{"form-0-text": "Bravo."}))
    kept = sent_by(response)
    assert (kept["form-TOTAL_FORMS"], kept["form-0-text"], kept["who"]) == ("3", "Bravo.", "Anouk Delvaux")
    assert "form-2-text" in kept
    assert ReviewRequest.objects.get(pk=asked.pk).state == "awaited"


@pytest.mark.parametrize(("role", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
@pytest.mark.parametrize("name", PAGES)
def test_others_neither_see_nor_change_a_request_here(signed_in, asked, request, role, status, name):
    client = signed_in(request.getfixturevalue(role))
    method = client.post if name == "board-silence" else client.get
    assert method(go(name, asked)).status_code == status
    assert ReviewRequest.objects.get(pk=asked.pk).state == "awaited"


@pytest.mark.parametrize("name", PAGES)
def test_a_request_of_other_minutes_is_not_found(signed_in, french_coordinator, asked, name):
    elsewhere = CirculationFactory().minutes.meeting_id
    client = signed_in(french_coordinator)
    method = client.post if name == "board-silence" else client.get
    assert method(address(name, elsewhere, asked.pk)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_other_methods_are_refused(signed_in, french_coordinator, asked, name):
    client = signed_in(french_coordinator)
    assert client.put(go(name, asked)).status_code == 405
    assert (client.get if name == "board-silence" else client.delete)(go(name, asked)).status_code == 405
