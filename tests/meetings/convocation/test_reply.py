"""Somebody answers a convocation, signed in or by the link of the mail."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from amif_network.outbox.models import OutgoingMail
from meetings import reply_links
from meetings.models import Attendance, Meeting
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["account", "link"])
def door(request, signed_in, host_member, own):
    """Return a client and the address of the page on which the member answers, by each of the two ways."""
    if request.param == "account":
        return signed_in(host_member), address("reply", own.meeting_id)
    return Client(), reply_links.address(own, "fr")


def stands(row: Attendance) -> tuple[str, bool, str]:
    row.refresh_from_db()
    return row.status, row.remote, row.excuse


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"answer": "coming"}, ("present", False, "")),
        ({"answer": "online"}, ("present", True, "")),
        ({"answer": "excused", "reason": " En  congé\n"}, ("excused", False, "En congé")),
    ],
)
def test_an_answer_flows_into_the_attendance_list(door, own, data, expected):
    client, page = door
    assert client.post(page, data)["Location"] == page
    assert stands(own) == expected
    assert own.replied_at is not None


def test_a_colleague_comes_instead_and_gets_the_convocation(door, own, host):
    client, page = door
    deputy = AffiliationFactory(organisation=host, person__email="deputy@example.org").person
    client.post(page, {"answer": "replaced", "deputy": deputy.pk})
    assert stands(own) == ("excused", False, "")
    assert own.replaced_by == deputy
    mail = OutgoingMail.objects.get(to="deputy@example.org")
    assert "reply" not in mail.text
    assert f"/meetings/{own.meeting_id}/" in mail.text


def test_who_works_elsewhere_comes_in_nobodys_place(door, own, host, outsider_member):
    AffiliationFactory(organisation=host)
    client, page = door
    response = client.post(page, {"answer": "replaced", "deputy": outsider_member.person.pk})
    assert "deputy" in response.context["form"].errors
    assert stands(own)[0] == "unknown"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "answer"), ({"answer": "perhaps"}, "answer"), ({"answer": "excused"}, "reason"),
        ({"answer": "excused", "reason": "x" * 301}, "reason"), ({"answer": "replaced"}, "answer"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_and_changes_nothing(door, own, data, field):
    client, page = door
    response = client.post(page, data)
    assert field in response.context["form"].errors
    assert stands(own) == ("unknown", False, "")


def test_an_answer_can_be_changed_until_the_day_has_passed(door, own):
    client, page = door
    client.post(page, {"answer": "excused", "reason": "En congé"})
    client.post(page, {"answer": "coming"})
    assert stands(own) == ("present", False, "")
    Meeting.objects.update(date=timezone.localdate() - datetime.timedelta(days=1))
    response = client.post(page, {"answer": "excused", "reason": "Trop tard"})
    assert response.status_code == 409
    assert stands(own) == ("present", False, "")


@pytest.mark.parametrize("state", ["held", "closed", "cancelled"])
def test_a_meeting_that_was_held_or_cancelled_takes_no_answers(door, own, state):
    client, page = door
    Meeting.objects.update(state=state)
    assert client.post(page, {"answer": "coming"}).status_code == 409
    assert "<textarea" not in main_of(client.get(page))
    assert stands(own)[0] == "unknown"


def test_looking_changes_nothing_and_a_script_says_that_the_page_is_open(door, own):
    client, page = door
    response = client.get(page)
    own.refresh_from_db()
    assert (own.opened_at, own.replied_at) == (None, None)
    assert client.get(response.context["opened"]).status_code == 405
    assert client.post(response.context["opened"]).status_code == 204
    own.refresh_from_db()
    assert own.opened_at is not None


def test_nobody_answers_online_to_a_meeting_in_person(door, own):
    client, page = door
    Meeting.objects.update(mode="in_person")
    assert 'value="online"' not in main_of(client.get(page))
    assert "answer" in client.post(page, {"answer": "online"}).context["form"].errors


def test_the_page_of_a_link_leads_nowhere_into_the_portal(own, client):
    page = client.get(reply_links.address(own, "nl"))
    assert "Bijeenkomst van maart" in words(page)
    assert "Peeters" not in page.content.decode()
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("same-origin", "private, no-store")


@pytest.mark.parametrize("change", ["x", "0-0.abc", "1-1-0.AAAA", "é" * 20, "." * 3])
def test_a_forged_link_opens_nothing(own, client, change):
    response = client.get(address("reply-link", change))
    assert response.status_code == 404
    assert "Rencontre" not in response.content.decode()


def test_a_row_that_was_given_to_somebody_else_has_another_link(own, client):
    old = reply_links.address(own, "fr")
    Attendance.objects.filter(pk=own.pk).update(person=PersonFactory())
    assert client.get(old).status_code == 404
    assert client.post(old, {"answer": "coming"}).status_code == 404


def test_a_link_of_another_kind_opens_nothing(own, client):
    from django.core.signing import Signer

    other = Signer(salt="meetings.review-link", sep=".").sign(f"{own.pk}-{own.person_id}-{own.link_key.hex}")
    assert client.get(address("reply-link", other)).status_code == 404


def test_trying_links_for_long_is_refused(client, own):
    # More than twice what a minute allows: a new minute may begin in between.
    answers = [client.get(address("reply-link", f"{number}-1-0.x")).status_code for number in range(64)]
    assert answers[0] == 404
    assert set(answers) == {404, 429}


@pytest.mark.parametrize("who", ["french_coordinator", "partner_member", "outsider_member", "observer"])
def test_only_who_was_convened_answers_with_an_account(request, signed_in, own, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address("reply", own.meeting_id)).status_code == 404
    assert client.post(address("reply", own.meeting_id), {"answer": "coming"}).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(door, method):
    client, page = door
    assert getattr(client, method)(page).status_code == 405
