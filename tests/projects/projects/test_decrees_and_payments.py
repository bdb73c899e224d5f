"""What the minister gives and the authority pays: recorded, corrected, reversed, never deleted. And documents."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from projects.actions import decrees, payments
from projects.models import AuthorityPayment, DecreeLine, LogEntry, MinisterialDecree, ProjectDocument
from tests.factories.meetings import NOW
from tests.factories.projects import (
    DAY,
    DecreeLineFactory,
    PaymentFactory,
    ProjectFactory,
    SupplementFactory,
)
from tests.meetings.pages import words
from tests.projects.pages import address
from tests.projects.projects.conftest import SITE
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def selected(project, partner, moved):
    """The project, selected, with a partner, in a call whose projects are being selected."""
    SupplementFactory(project=project, partner=partner)
    type(project.call).objects.filter(pk=project.call_id).update(state="in_selection")
    return moved(project, "selected")


def test_a_decree_moves_its_projects_and_tells_their_leads(signed_in, french_coordinator, host_member, partner, selected):
    url = address("decree-new", selected.call_id)
    data = {"reference": "AM 2026/1", "signed_on": "2026-03-05", f"amount-{selected.pk}-{selected.lead_id}": "75 000,00",
            f"amount-{selected.pk}-{partner.pk}": "47 500"}  # fmt: skip
    assert signed_in(french_coordinator).post(url, data).status_code == 302
    selected.refresh_from_db()
    assert selected.state == "decreed"
    assert set(DecreeLine.objects.values_list("organisation", "amount")) == {
        (selected.lead_id, Decimal(75000)),
        (partner.pk, Decimal(47500)),
    }
    assert [mail.to for mail in OutgoingMail.objects.all()] == [host_member.email]
    page = words(signed_in(host_member).get(selected.get_absolute_url()))
    assert "AM 2026/1" in page
    assert "122 500,00 €" in page


@pytest.mark.parametrize("which", ["other call", "not selected", "stranger", "nothing"])
def test_a_decree_is_for_selected_projects_of_its_call_and_their_organisations(french_coordinator, selected, which):
    other = ProjectFactory(selected=True) if which == "other call" else ProjectFactory(call=selected.call, submitted=True)
    key = (selected.pk if which == "stranger" else other.pk, other.lead_id)
    amounts = {} if which == "nothing" else {key: Decimal(1)}
    decree = MinisterialDecree(call=selected.call, reference="AM", signed_on=DAY)
    with pytest.raises(ValidationError):
        decrees.record(decree, amounts=amounts, by=french_coordinator, at=NOW, site=SITE)
    assert (MinisterialDecree.objects.count(), LogEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "form", [{"reference": ""}, {"signed_on": "2126-01-01"}, {"published_on": "2026-01-01"}, {"amount": "0"}]
)
def test_a_wrong_decree_is_refused_with_what_was_typed(signed_in, french_coordinator, selected, form):
    amount = form.pop("amount", "12 345")
    data = {"reference": "AM", "signed_on": "2026-03-05", f"amount-{selected.pk}-{selected.lead_id}": amount, **form}
    answer = signed_in(french_coordinator).post(address("decree-new", selected.call_id), data)
    assert answer.status_code == 422
    assert f'value="{amount}"' in answer.text
    assert MinisterialDecree.objects.count() == 0


def test_a_line_is_corrected_completed_and_logged_with_what_stood(signed_in, french_coordinator, partner, selected, moved):
    line = DecreeLineFactory(project=moved(selected, "decreed"), amount=Decimal(75000))
    client, url = signed_in(french_coordinator), address("decree", selected.call_id, line.decree_id)
    form = client.get(url).context["form"]
    name = f"amount-{selected.pk}-{selected.lead_id}"
    data = {"base": form["base"].value(), "reference": "AM 7", "signed_on": "2026-03-05", name: ""}
    assert client.post(url, data).status_code == 422
    data |= {name: "74 000", f"amount-{selected.pk}-{partner.pk}": "1 000"}
    assert client.post(url, data).status_code == 302
    assert list(DecreeLine.objects.order_by("pk").values_list("amount", flat=True)) == [Decimal(74000), Decimal(1000)]
    words = LogEntry.objects.get(subject="decree").words_nl
    assert words.index("75.000") < words.index("74.000")
    assert client.post(url, data).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"), [("host_member", 403), ("observer", 403), ("french_coordinator", 200), ("administrator", 200)]
)
def test_decrees_are_for_coordinators(request, signed_in, selected, who, status):
    assert signed_in(request.getfixturevalue(who)).get(address("decree-new", selected.call_id)).status_code == status


def test_a_payment_is_recorded_and_a_sum_above_the_decree_warned_of(signed_in, french_coordinator, granted):
    DecreeLineFactory(project=granted, amount=Decimal(50000))
    client, url = signed_in(french_coordinator), address("payment-new", granted.pk)
    data = {"kind": "advance", "amount": "40.000,00", "received_on": "2026-03-05", "reference": "IBZ-1"}
    first = client.post(url, data, follow=True)
    again = client.post(url, data)
    second = client.post(url, {**data, "reference": "IBZ-2"}, follow=True)
    levels = [[message.level_tag for message in answer.context["messages"]] for answer in (first, second)]
    assert levels == [["success"], ["success", "warning"]]
    assert again.status_code == 422
    assert AuthorityPayment.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"amount": "x"}, {"received_on": "2126-01-01"}, {"reference": ""}])
def test_a_wrong_payment_is_refused(signed_in, french_coordinator, granted, wrong):
    data = {"kind": "advance", "amount": "1", "received_on": "2026-03-05", "reference": "IBZ-1", **wrong}
    assert signed_in(french_coordinator).post(address("payment-new", granted.pk), data).status_code == 422


@pytest.mark.parametrize("state", ["preparation", "submitted", "selected", "refused"])
def test_money_goes_to_decreed_projects_only(french_coordinator, project, moved, state):
    payment = AuthorityPayment(project=moved(project, state), kind="advance", amount=Decimal(1), received_on=DAY, reference="1")
    with pytest.raises(WrongState):
        payments.record(payment, by=french_coordinator, at=NOW)


def test_a_payment_is_reversed_to_the_cent_once(signed_in, french_coordinator, granted):
    payment = PaymentFactory(project=granted, amount=Decimal("37500.01"))
    client, url = signed_in(french_coordinator), address("payment-reverse", granted.pk, payment.pk)
    assert client.post(url, {"on": "2026-03-06", "reason": ""}).status_code == 422
    assert client.post(url, {"on": "2026-03-06", "reason": "Autre projet"}).status_code == 302
    assert client.post(url, {"on": "2026-03-06", "reason": "Autre projet"}).status_code == 422
    negative = AuthorityPayment.objects.get(reverses=payment)
    assert (negative.amount, negative.reason, negative.received_on) == (
        Decimal("-37500.01"), "Autre projet", datetime.date(2026, 3, 6),
    )  # fmt: skip
    page = client.get(granted.get_absolute_url())
    assert page.context["figures"].paid == 0
    assert client.get(address("payment-reverse", granted.pk, negative.pk)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_reversals_at_once_one_is_refused(french_coordinator, granted):
    payment = PaymentFactory(project=granted)

    def reverse_it() -> str:
        try:
            payments.reverse(payment, reason="Erreur", on=DAY, by=french_coordinator, at=NOW + datetime.timedelta(days=5))
        except ValidationError:
            return "refused"
        return "reversed"

    assert sorted(at_once(reverse_it, 2)) == ["refused", "reversed"]
    assert AuthorityPayment.objects.count() == 2


def upload(name="annexe.txt", data=b"Annexe\n"):
    return {"file": SimpleUploadedFile(name, data), "title": "Annexe", "language": "fr"}


def test_a_document_is_attached_opened_and_taken_away(
    signed_in, host_member, outsider_member, project, moved, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client, url = signed_in(host_member), address("document-attach", project.pk)
    assert client.post(url, upload()).status_code == 302
    assert client.post(url, upload()).status_code == 422
    document = ProjectDocument.objects.get()
    assert b"".join(client.get(document.get_absolute_url()).streaming_content) == b"Annexe\n"
    assert signed_in(outsider_member).get(document.get_absolute_url()).status_code == 404
    detach = reverse("projects:document-detach", args=[project.pk, document.pk])
    moved(project, "submitted")
    assert client.post(detach).status_code == 403
    moved(project, "returned")
    assert client.get(detach).status_code == 200
    assert client.post(detach).status_code == 302
    assert list(LogEntry.objects.order_by("pk").values_list("action", flat=True)) == ["attach", "detach"]


@pytest.mark.parametrize(("name", "data"), [("page.html", b"<script>"), ("leer.txt", b"")])
def test_a_file_that_is_none_is_refused(signed_in, host_member, project, name, data):
    answer = signed_in(host_member).post(address("document-attach", project.pk), upload(name, data))
    assert (answer.status_code, ProjectDocument.objects.count()) == (422, 0)
