"""What was sent about a meeting, to whom, and what became of it."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail as sent
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.outbox.models import OutgoingMail
from tests.factories.outbox import OutgoingMailFactory
from tests.meetings.pages import address, cells, main_of, words

pytestmark = pytest.mark.django_db
# session, user, meeting, how many there are, how many want attention, the mails
QUERIES = 6


@pytest.fixture
def about(planned):
    """Return a function that makes a mail about the meeting."""
    return lambda **values: OutgoingMailFactory(about=f"meeting:{planned.pk}", **values)


def test_it_tells_what_went_to_whom_and_what_the_server_said(signed_in, french_coordinator, planned, about):
    about(subject="Convocation", topic="convocation", sent=True, to="ana@example.org")
    about(subject="Rappel", topic="reminder", failed=True, to="lisa@example.org", language="nl")
    OutgoingMailFactory(subject="Autre réunion", about="meeting:0")
    response = signed_in(french_coordinator).get(address("mails", planned.pk))
    page = words(response)
    assert [cell.split()[0] for cell in cells(response)] == ["Rappel", "Convocation"]
    assert "lisa@example.org" in page
    assert "550 No such person" in page
    assert main_of(response).count("/again/") == 1


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("?state=attention", ["failed", "unsure"]), ("?state=sent", ["sent"]), ("?q=UNSURE", ["unsure"]),
        ("?topic=reminder", ["sent"]), ("?topic=nonsense", ["failed", "sent", "unsure"]), ("?q=nobody", []),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(signed_in, french_coordinator, planned, about, filters, shown):
    about(subject="failed", failed=True)
    about(subject="unsure", unsure=True, to="unsure@example.org")
    about(subject="sent", sent=True, topic="reminder")
    response = signed_in(french_coordinator).get(address("mails", planned.pk) + filters)
    assert sorted(mail.subject for mail, _topic, _may in response.context["lines"]) == shown


@pytest.mark.parametrize("state", ["failed", "unsure"])
def test_a_mail_goes_out_again_on_purpose_and_that_is_noted(
    signed_in, french_coordinator, planned, about, django_capture_on_commit_callbacks, state
):
    mail = about(**{state: True})
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(french_coordinator).post(address("mail-again", planned.pk, mail.pk))
    assert response["Location"] == address("mails", planned.pk)
    assert [message.to for message in sent.outbox] == [[mail.to]]
    assert [(entry.action, entry.by, entry.comment) for entry in planned.log.all()] == [
        ("mail_again", french_coordinator, str(mail))
    ]


@pytest.mark.parametrize("state", ["sent", "sending", "later"])
def test_a_mail_that_is_on_its_way_is_not_sent_twice(signed_in, french_coordinator, planned, about, state):
    mail = about(**{state: True})
    response = signed_in(french_coordinator).post(address("mail-again", planned.pk, mail.pk))
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["info"]
    assert OutgoingMail.objects.get().state == mail.state
    assert planned.log.count() == 0


def test_a_mail_about_another_meeting_is_not_found(signed_in, french_coordinator, planned):
    mail = OutgoingMailFactory(about="meeting:0", failed=True)
    assert signed_in(french_coordinator).post(address("mail-again", planned.pk, mail.pk)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
def test_it_is_for_who_leads_the_meeting(request, signed_in, convened, who, status):
    mail = OutgoingMailFactory(about=f"meeting:{convened.pk}", failed=True)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address("mails", convened.pk)).status_code == status
    assert client.post(address("mail-again", convened.pk, mail.pk)).status_code == status
    assert OutgoingMail.objects.get().state == "failed"


def test_other_methods_are_refused(signed_in, french_coordinator, planned, about):
    client = signed_in(french_coordinator)
    assert client.post(address("mails", planned.pk)).status_code == 405
    assert client.get(address("mail-again", planned.pk, about().pk)).status_code == 405


def test_an_empty_list_says_where_mails_come_from(signed_in, french_coordinator, planned):
    assert "<table" not in main_of(signed_in(french_coordinator).get(address("mails", planned.pk)))


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_list(
    signed_in, french_coordinator, planned, about, number, host_member, host
):
    for _ in range(number):
        about(user=host_member, organisation=host, failed=True)
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("mails", planned.pk))
    assert len(queries) == QUERIES
