"""The page that sends minutes round: what is frozen, who is asked, and nothing lost when something is refused."""

import datetime

import pytest
from django.utils import timezone

from amif_network.core.workdays import add_working_days
from meetings.models import Circulation, Minutes, Remark, ReviewRequest
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import AttendanceFactory, signed
from tests.factories.review import RemarkFactory
from tests.meetings.pages import address, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(draft, section):
    return address("circulate", draft.meeting_id)


def ahead(days: int = 10) -> datetime.date:
    return add_working_days(timezone.localdate(), days)


def test_the_page_says_what_is_frozen_and_who_gets_a_mail_in_which_language(
    signed_in, french_coordinator, url, draft, host_member
):
    flemish = OrganisationFactory(dutch_speaking=True, short_fr="CPAS de Gand")
    reader = AffiliationFactory(organisation=flemish, person__preferred_language="fr").person
    AttendanceFactory(meeting=draft.meeting, person=reader, organisation=flemish)
    unreachable = OrganisationFactory(short_fr="CPAS de Nulle-Part")
    AttendanceFactory(meeting=draft.meeting, organisation=unreachable)
    AttendanceFactory(meeting=draft.meeting, organisation=None, status="unknown")
    shown = words(signed_in(french_coordinator).get(url))
    assert "Tour 1 : la version 0.1" in shown
    assert "1 section" in shown
    assert f"{host_member.email} · français" in shown
    assert f"{reader.email} · néerlandais" in shown
    assert "CPAS de Nulle-Part : l’organisation est sollicitée, mais personne ne peut y recevoir de courriel" in shown
    assert "à confirmer" in shown
    assert "Envoyer en relecture : 3 courriels" in shown
    assert "excusée à la réunion" in shown


def test_the_proposed_deadline_is_ten_working_days_away(signed_in, french_coordinator, url):
    assert sent_by(signed_in(french_coordinator).get(url))["deadline"] == ahead().isoformat()


def test_sending_asks_everybody_and_leads_to_the_board(signed_in, french_coordinator, url, draft):
    client = signed_in(french_coordinator)
    response = client.post(url, {"deadline": ahead().isoformat(), "message_fr": "Bonne lecture.", "message_nl": ""})
    assert response.headers["Location"] == address("review-board", draft.meeting_id)
    sent = Circulation.objects.get()
    assert (sent.deadline, sent.message_fr, sent.requests.count()) == (ahead(), "Bonne lecture.", 2)
    again = client.post(url, {"deadline": ahead().isoformat()})
    assert again.headers["Location"] == address("review-board", draft.meeting_id)
    assert Circulation.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2020-01-15", "L’échéance est déjà passée."),
        ("2099-01-15", "C’est dans plus de 100 jours"),
        ("", "Ce champ est obligatoire."),
        ("bientôt", "Ce n’est pas une date."),
    ],
)
def test_a_deadline_that_cannot_be_is_refused_and_the_message_kept(signed_in, french_coordinator, url, day, sentence):
    response = signed_in(french_coordinator).post(url, {"deadline": day, "message_fr": "Bonne lecture."})
    assert response.status_code == 422
    assert sentence in words(response)
    assert sent_by(response)["message_fr"] == "Bonne lecture."
    assert not Circulation.objects.exists()


def test_a_day_off_is_chosen_twice(signed_in, french_coordinator, url):
    client = signed_in(french_coordinator)
    day = ahead()
    saturday = day + datetime.timedelta(days=5 - day.weekday())
    refused = client.post(url, {"deadline": saturday.isoformat()})
    assert refused.status_code == 422
    assert "tombe un week-end. Le prochain jour ouvrable est le" in words(refused)
    assert "keep_day" not in sent_by(refused)
    assert 'name="keep_day"' in refused.content.decode()
    client.post(url, {"deadline": saturday.isoformat(), "keep_day": "on"})
    assert Circulation.objects.get().deadline == saturday


def test_without_an_organisation_nothing_can_be_sent(signed_in, french_coordinator, url, draft):
    draft.meeting.attendances.update(organisation=None)
    client = signed_in(french_coordinator)
    assert client.get(url).context["asked"] == []
    assert client.post(url, {"deadline": ahead().isoformat()}).status_code == 422
    assert Minutes.objects.get().state == "draft"


def test_a_second_round_names_what_is_still_open(signed_in, french_coordinator, url, asked):
    Minutes.objects.update(state="incorporating")
    RemarkFactory(request=asked, sent=True)
    RemarkFactory(request=asked)
    shown = words(signed_in(french_coordinator).get(url))
    assert "Tour 2" in shown
    assert "1 remarque attend encore une suite" in shown
    assert "1 remarque qu’une organisation n’a pas encore envoyée passe au nouveau tour." in shown
    assert "Modifications depuis le tour 1" in shown
    signed_in(french_coordinator).post(url, {"deadline": ahead().isoformat()})
    assert Remark.objects.get(state="draft").request.circulation.number == 2


@pytest.mark.parametrize("state", ["in_review", "approved", "published"])
def test_in_another_state_the_page_says_so(signed_in, french_coordinator, url, state):
    Minutes.objects.update(**signed(state, french_coordinator))
    response = signed_in(french_coordinator).get(url)
    assert response.status_code == 403
    assert "a changé entre-temps" in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_do_not_send_minutes_round(signed_in, url, request, role, status, method):
    client = signed_in(request.getfixturevalue(role))
    assert getattr(client, method)(url).status_code == status
    assert not Circulation.objects.exists()


def test_a_put_is_refused(signed_in, french_coordinator, url):
    assert signed_in(french_coordinator).put(url).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_organisations(
    signed_in, french_coordinator, url, draft, django_assert_num_queries
):
    client = signed_in(french_coordinator)
    client.get(url)
    with django_assert_num_queries(21):
        client.get(url)
    for _ in range(2):
        organisation = OrganisationFactory()
        AttendanceFactory(
            meeting=draft.meeting, person=AffiliationFactory(organisation=organisation).person, organisation=organisation
        )
    with django_assert_num_queries(21):
        client.get(url)


def test_incorporating_opens_the_minutes(signed_in, french_coordinator, asked, draft, host_member):
    target = address("incorporate", draft.meeting_id)
    client = signed_in(french_coordinator)
    assert client.get(target).status_code == 405
    assert signed_in(host_member).post(target).status_code == 403
    assert client.post(target).headers["Location"] == address("review-board", draft.meeting_id)
    assert Minutes.objects.get().state == "incorporating"
    assert client.post(target).headers["Location"] == address("workspace", draft.meeting_id)
    assert ReviewRequest.objects.filter(state="awaited").count() == 2


def test_the_page_says_that_those_who_lead_are_not_asked(signed_in, french_coordinator, url, draft):
    leading = AffiliationFactory(organisation__short_fr="SPP Exemple")
    french_coordinator.person = leading.person
    french_coordinator.save()
    AttendanceFactory(meeting=draft.meeting, person=leading.person, organisation=leading.organisation)
    page = signed_in(french_coordinator).get(url)
    assert page.context["leading"] == [leading.organisation]
    assert [one.organisation.short_fr for one in page.context["asked"]].count("SPP Exemple") == 0
    assert "SPP Exemple" in words(page)
