"""Documents, what minutes say, and who has none: attached, read by those who may, taken away with care."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.actions.publishing import approve, publish
from meetings.feeds import fed_by
from partnerships import history
from partnerships.actions import documents, evidence
from partnerships.actions import no_partnership as statements
from partnerships.models import Evidence, NoPartnership, PartnershipDocument
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.partnerships import NoPartnershipFactory, PartnershipFactory
from tests.factories.projects import CallFactory
from tests.factories.review import RemarkFactory
from tests.meetings.pages import address as meeting_address
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 convention"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def attached(partnership, by, kind="report", data=PDF) -> PartnershipDocument:
    return documents.attach(
        partnership, kind=kind, data=data, filename="convention.pdf", title="Convention", language="fr", by=by, at=NOW
    )


@pytest.fixture
def section():
    meeting = MeetingFactory(held=True, date=datetime.date(2026, 3, 2))
    return SectionFactory(minutes=MinutesFactory(meeting=meeting), fr="Partenariats")


def test_a_partner_attaches_a_document_that_every_party_opens(
    signed_in, partner_member, host_member, outsider_member, observer, partnership
):
    page = address("document-attach", partnership.pk)
    file = SimpleUploadedFile("convention.pdf", PDF, "application/pdf")
    assert signed_in(partner_member).post(page, {"file": file, "kind": "agreement"}).status_code == 302
    found = PartnershipDocument.objects.get()
    assert b"".join(signed_in(host_member).get(found.get_absolute_url()).streaming_content) == PDF
    for user in (outsider_member, observer):
        assert signed_in(user).get(found.get_absolute_url()).status_code == 404
        assert signed_in(user).get(page).status_code == 404


def test_a_proof_stays_and_another_document_goes(signed_in, host_member, partner_member, partnership):
    proof = attached(partnership, host_member, "agreement")
    note = attached(partnership, host_member, data=b"%PDF-1.4 note")
    client = signed_in(host_member)
    assert client.post(address("document-detach", partnership.pk, proof.pk)).status_code == 422
    assert signed_in(partner_member).post(address("document-detach", partnership.pk, note.pk)).status_code == 403
    assert client.get(address("document-detach", partnership.pk, note.pk)).status_code == 200
    assert client.post(address("document-detach", partnership.pk, note.pk)).status_code == 302
    assert list(PartnershipDocument.objects.all()) == [proof]


def test_the_same_file_twice_is_refused_with_a_sentence(signed_in, host_member, partnership):
    attached(partnership, host_member)
    file = SimpleUploadedFile("autre.pdf", PDF, "application/pdf")
    answer = signed_in(host_member).post(address("document-attach", partnership.pk), {"file": file, "kind": "report"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_coordinators_attach_a_section_from_its_menu(signed_in, french_coordinator, host_member, partnership, section):
    client, page = signed_in(french_coordinator), f"{address('evidence-new')}?section={section.uuid}"
    data = sent_by(client.get(page)) | {"partnership": partnership.pk, "note": "Démarrage"}
    assert client.post(page, data).status_code == 302
    twice = client.post(page, data)
    assert (twice.status_code, Evidence.objects.count()) == (422, 1)
    assert [one.url for one in fed_by([section.pk], french_coordinator)[section.pk]] == [partnership.get_absolute_url()]
    assert "Démarrage" in words(client.get(partnership.get_absolute_url()))
    assert signed_in(host_member).get(page).status_code == 403
    assert client.get(address("evidence-new")).status_code == 404
    chosen = client.get(f"{address('evidence-new')}?meeting={section.minutes.meeting_id}")
    assert f"?section={section.uuid}" in chosen.text


def test_a_remark_is_attached_from_its_page_and_read_by_coordinators(signed_in, french_coordinator, host_member, partnership):
    remark = RemarkFactory(sent=True, text="Le partenariat tourne bien.")
    client, page = signed_in(french_coordinator), f"{address('evidence-new')}?remark={remark.pk}"
    own = meeting_address("board-remark", remark.request.circulation.minutes.meeting_id, remark.pk)
    assert f'href="{page}"' in client.get(own).text
    assert client.post(page, sent_by(client.get(page)) | {"partnership": partnership.pk}).status_code == 302
    assert "Le partenariat tourne bien." in words(client.get(partnership.get_absolute_url()))
    assert history.of_partnership(partnership, host_member) == []
    for strange in ("x", "0", str(RemarkFactory().pk)):
        assert client.get(f"{address('evidence-new')}?remark={strange}").status_code == 404


def test_it_is_taken_away_by_coordinators_alone(signed_in, french_coordinator, host_member, partnership, section):
    one = evidence.attach(partnership, section=section, by=french_coordinator, at=NOW)
    page = address("evidence-detach", partnership.pk, one.pk)
    assert signed_in(host_member).post(page).status_code == 403
    assert signed_in(french_coordinator).get(page).status_code == 200
    assert signed_in(french_coordinator).post(page).status_code == 302
    assert not Evidence.objects.exists()


def test_members_read_what_was_published_and_nothing_before(french_coordinator, host_member, partnership, section):
    evidence.attach(partnership, section=section, by=french_coordinator, at=NOW)
    assert len(history.of_partnership(partnership, french_coordinator)) == 1
    assert history.of_partnership(partnership, host_member) == []
    approve(section.minutes, by=french_coordinator, at=timezone.now(), override="Traduction en cours")
    publish(
        section.minutes, by=french_coordinator, at=timezone.now(), site="https://amif.example",
        reasons={"fr": "Traduction en cours"},
    )  # fmt: skip
    [said] = history.of_partnership(partnership, host_member)
    assert (said.day, str(said.heading)) == (section.minutes.meeting.date, "Partenariats")
    type(section).objects.filter(pk=section.pk).update(anonymous=True)
    assert history.of_partnership(partnership, host_member) == []


def test_the_history_asks_for_the_same_number_of_queries_with_one_and_three(french_coordinator, partnership):
    asked = []
    for number in (1, 2):
        for _one in range(number):
            place = SectionFactory(minutes=MinutesFactory(meeting=MeetingFactory(held=True)), fr="Partenariats")
            evidence.attach(partnership, section=place, by=french_coordinator, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            history.of_partnership(partnership, french_coordinator)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_member_says_why_its_organisation_has_none(signed_in, host_member, outsider_member, observer, host):
    call = CallFactory()
    client, page = signed_in(host_member), address("no-partnership-new")
    data = sent_by(client.get(page)) | {"call": call.pk, "reason_code": "distance", "reason": "Trop loin de tous"}
    assert client.post(page, data | {"reason": " "}).status_code == 422
    assert client.post(page, data).status_code == 302
    # Once is enough: the second says so at the form.
    assert client.post(page, data).status_code == 422
    said = NoPartnership.objects.get()
    assert (said.organisation, said.reason_code) == (host, "distance")
    assert "Trop loin de tous" in words(client.get(address("no-partnerships")))
    assert "Trop loin de tous" not in words(signed_in(outsider_member).get(address("no-partnerships")))
    assert signed_in(observer).get(address("no-partnerships")).status_code == 403
    withdraw = address("no-partnership-withdraw", said.pk)
    assert signed_in(outsider_member).post(withdraw).status_code == 404
    assert client.get(withdraw).status_code == 405
    assert client.post(withdraw).status_code == 302
    said.refresh_from_db()
    assert said.withdrawn_at is not None


def test_nobody_speaks_for_another_organisation(outsider_member, host):
    with pytest.raises(PermissionDenied):
        statements.record(NoPartnership(organisation=host), by=outsider_member, at=NOW)


def test_the_section_that_said_so_knows_it(french_coordinator, dutch_coordinator, host_member, section, host):
    NoPartnershipFactory(organisation=host, section=section)
    NoPartnershipFactory(section=section)
    assert len(fed_by([section.pk], dutch_coordinator)[section.pk]) == 2
    assert len(fed_by([section.pk], host_member)[section.pk]) == 1


def test_others_read_nothing_of_a_document_of_another_partnership(signed_in, host_member, partnership):
    elsewhere = attached(partnership, host_member)
    other = PartnershipFactory(project__lead=partnership.project.lead)
    assert signed_in(host_member).get(address("document", other.pk, elsewhere.pk)).status_code == 404
