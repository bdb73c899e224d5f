"""The link of one person's convocation is withdrawn when it went astray; a new mail carries a new one."""

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from amif_network.outbox.models import OutgoingMail
from meetings import reply_links
from meetings.actions.convening import announce_change, withdraw_link
from meetings.models import Attendance, Meeting
from tests.meetings.convocation.conftest import SITE
from tests.meetings.pages import address, main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn(own, french_coordinator) -> Attendance:
    return withdraw_link(own, by=french_coordinator, at=timezone.now())


def links_in(mail: OutgoingMail) -> list[str]:
    return [line.removeprefix(SITE) for line in mail.text.split() if "/reply/" in line]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_coordinator_withdraws_the_link_of_one_person_and_that_is_noted(
    signed_in, french_coordinator, convened, own, host_member, client
):
    link, other = reply_links.address(own, "fr"), convened.attendances.get(person__email="an@example.org")
    coordinator = signed_in(french_coordinator)
    action = address("convocation-withdraw", convened.pk, own.pk)
    assert f'action="{action}"' in main_of(coordinator.get(address("convocation", convened.pk)))
    assert coordinator.post(action)["Location"] == address("convocation", convened.pk)
    assert [client.get(link).status_code, client.post(link, {"answer": "coming"}).status_code] == [404, 404]
    assert client.get(reply_links.address(other, "fr")).status_code == 200
    assert signed_in(host_member).get(address("reply", convened.pk)).status_code == 200
    assert [(entry.by, entry.comment) for entry in convened.log.filter(action="withdraw_link")] == [
        (french_coordinator, str(own.person))
    ]


def test_withdrawing_twice_is_noted_once(signed_in, french_coordinator, withdrawn):
    signed_in(french_coordinator).post(address("convocation-withdraw", withdrawn.meeting_id, withdrawn.pk))
    assert withdrawn.meeting.log.filter(action="withdraw_link").count() == 1


def test_the_convocation_goes_out_once_more_with_a_new_link(signed_in, french_coordinator, withdrawn, client, host_member):
    coordinator, action = signed_in(french_coordinator), address("convocation-again", withdrawn.meeting_id, withdrawn.pk)
    assert f'action="{action}"' in main_of(coordinator.get(address("convocation", withdrawn.meeting_id)))
    coordinator.post(action)
    first, second = OutgoingMail.objects.filter(to=host_member.email).order_by("pk")
    assert [client.get(links_in(mail)[0].removeprefix("http://testserver")).status_code for mail in (first, second)] == [404, 200]
    assert second.subject == first.subject
    again = coordinator.post(action)
    assert OutgoingMail.objects.filter(to=host_member.email).count() == 2
    assert len(said(again)) == 2
    assert withdrawn.meeting.log.filter(action="new_link").count() == 1


def test_every_mail_of_a_change_carries_a_link_that_works(withdrawn, french_coordinator, client, host_member):
    Meeting.objects.update(place_fr="Ailleurs", place_nl="Elders")
    announce_change(withdrawn.meeting, by=french_coordinator, at=timezone.now(), site=SITE)
    mail = OutgoingMail.objects.filter(to=host_member.email).latest("pk")
    assert client.get(links_in(mail)[0]).status_code == 200


def test_a_link_made_without_a_key_opens_nothing(withdrawn, client):
    assert client.get(reply_links.address(withdrawn, "fr")).status_code == 404


def test_who_was_not_convened_has_no_link_to_withdraw(signed_in, french_coordinator, convened):
    other = convened.attendances.get(convened_at=None, person__family_name="Absil")
    for name in ("convocation-withdraw", "convocation-again"):
        assert signed_in(french_coordinator).post(address(name, convened.pk, other.pk)).status_code == 404


@pytest.mark.parametrize("name", ["convocation-withdraw", "convocation-again"])
@pytest.mark.parametrize(("who", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
def test_nobody_else_does_it(request, signed_in, own, name, who, status):
    client = signed_in(request.getfixturevalue(who))
    assert client.post(address(name, own.meeting_id, own.pk)).status_code == status
    own.refresh_from_db()
    assert own.link_key is not None


@pytest.mark.parametrize("name", ["convocation-withdraw", "convocation-again"])
def test_looking_at_the_address_does_nothing(signed_in, french_coordinator, own, name):
    assert signed_in(french_coordinator).get(address(name, own.meeting_id, own.pk)).status_code == 405


def test_after_the_meeting_nothing_is_withdrawn(signed_in, french_coordinator, own):
    Meeting.objects.update(state="held")
    client = signed_in(french_coordinator)
    assert client.post(address("convocation-withdraw", own.meeting_id, own.pk)).status_code == 403
