"""Mails in the administration: what became of each, and sending one again."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils.translation import override

from amif_network.outbox.models import OutgoingMail
from tests.factories.outbox import OutgoingMailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    return OutgoingMailFactory(failed=True, about="call:1", text="Bonjour, un lien secret", html="<p>un lien secret</p>")


def mails(action: str = "changelist", *args: object) -> str:
    with override("fr"):
        return reverse(f"admin:outbox_outgoingmail_{action}", args=args)


def send_again(client, mail: OutgoingMail) -> None:
    """Choose a mail, and say yes to what is asked."""
    chosen = {"action": "again", ACTION_CHECKBOX_NAME: [mail.pk]}
    assert client.post(mails(), chosen).status_code == 200
    client.post(mails(), {**chosen, "rows": mail.pk, "confirmed": "yes"})


def test_a_mail_about_anything_is_found_with_what_the_server_said(signed_in, administrator, failed):
    OutgoingMailFactory(about="call:2")
    page = signed_in(administrator).get(mails(), {"q": "call:1"}).content.decode()
    assert page.count('class="action-checkbox"') == 1
    assert "550 No such person" in page


def test_its_texts_are_not_shown_and_nothing_is_changed(signed_in, administrator, failed):
    client = signed_in(administrator)
    page = client.get(mails("change", failed.pk))
    assert page.status_code == 200
    assert "lien secret" not in page.content.decode()
    assert client.post(mails("change", failed.pk), {"to": "other@example.org"}).status_code == 403


def test_a_mail_that_failed_goes_out_once_more_and_one_that_arrived_does_not(
    signed_in, administrator, failed, mailoutbox, django_capture_on_commit_callbacks
):
    client = signed_in(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        send_again(client, failed)
    failed.refresh_from_db()
    assert (failed.state, [mail.to for mail in mailoutbox]) == ("sent", [[failed.to]])
    with django_capture_on_commit_callbacks(execute=True):
        send_again(client, failed)
    assert len(mailoutbox) == 1
