"""What was sent about a call and its projects, to whom, and what became of it."""

import pytest
from django.core import mail as sent

from amif_network.outbox.models import OutgoingMail
from projects.models import Call
from tests.factories.outbox import OutgoingMailFactory
from tests.factories.projects import CallFactory, ProjectFactory
from tests.meetings.pages import cells, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db
QUERIES = 6


@pytest.fixture
def call(db: None) -> Call:
    return CallFactory(number="118")


@pytest.fixture
def client(signed_in, french_coordinator):
    return signed_in(french_coordinator)


def about(call, **values):
    return OutgoingMailFactory(**{"about": f"call:{call.pk}", "topic": "call_date", **values})


def test_it_tells_of_the_dates_and_of_the_projects_of_this_call(client, call):
    project, strange = ProjectFactory(call=call, submitted=True), ProjectFactory(submitted=True)
    about(call, subject="Ouverture déplacée", sent=True, to="ana@example.org")
    about(call, subject="Projet introduit", about=f"project:{project.pk}", topic="project", failed=True)
    for other in (f"project:{strange.pk}", f"call:{strange.call_id}", f"meeting:{call.pk}"):
        OutgoingMailFactory(about=other, subject="Autre")
    response = client.get(address("mails", call.pk))
    assert [cell.split()[0] for cell in cells(response)] == ["Projet", "Ouverture"]
    assert "ana@example.org" in words(response)
    assert "550 No such person" in words(response)
    assert address("mails", call.pk) in client.get(call.get_absolute_url()).text
    narrowed = client.get(address("mails", call.pk) + "?topic=project")
    assert [mail.subject for mail, _topic, _again in narrowed.context["lines"]] == ["Projet introduit"]


def test_a_mail_goes_out_again_on_purpose_and_that_is_noted(client, call, french_coordinator, django_capture_on_commit_callbacks):
    mail = about(call, failed=True)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address("mail-again", call.pk, mail.pk))
    assert response["Location"] == address("mails", call.pk)
    assert [message.to for message in sent.outbox] == [[mail.to]]
    entry = call.log.get()
    assert (entry.action, entry.by, entry.words_nl) == ("mail_again", french_coordinator, str(mail))
    assert str(mail) in words(client.get(call.get_absolute_url()))


def test_a_mail_about_another_call_is_not_found(client, call):
    mail = about(CallFactory(), failed=True)
    assert client.post(address("mail-again", call.pk, mail.pk)).status_code == 404


@pytest.mark.parametrize("who", ["host_member", "observer"])
def test_it_is_for_coordinators(request, signed_in, call, who):
    mail, client = about(call, failed=True), signed_in(request.getfixturevalue(who))
    assert client.get(address("mails", call.pk)).status_code == 403
    assert client.post(address("mail-again", call.pk, mail.pk)).status_code == 403
    assert address("mails", call.pk) not in client.get(call.get_absolute_url()).text
    assert OutgoingMail.objects.get().state == "failed"


def test_other_methods_are_refused(client, call):
    assert client.post(address("mails", call.pk)).status_code == 405
    assert client.get(address("mail-again", call.pk, about(call).pk)).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_list(client, call, host, host_member, django_assert_num_queries):
    client.get(address("mails", call.pk))
    for number in (1, 2):
        for _ in range(number):
            about(call, user=host_member, organisation=host, failed=True)
        with django_assert_num_queries(QUERIES):
            client.get(address("mails", call.pk))
