"""The paper: one text, signed by all; another text is signed anew; nobody signs what they have not seen."""

import pytest
from django.core.exceptions import PermissionDenied

from amif_network.core.fingerprint import Overtaken
from partnerships import signing
from partnerships.actions import agreements as actions
from partnerships.models import Agreement, LogEntry, Partnership, Signature
from tests.factories.meetings import NOW
from tests.factories.partnerships import PartyFactory
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def to_sign(partnership, put, french_coordinator) -> Partnership:
    actions.write(partnership, text_fr="Nous travaillons ensemble.", text_nl="", by=french_coordinator, at=NOW)
    return put(partnership, "to_sign")


def sign(partnership, party, by, text_hash=None):
    text = actions.current(partnership)
    return actions.sign(partnership, party=party, text_hash=text_hash or text.text_hash, signed_on=DAY, by=by, at=NOW)


def test_the_last_signature_makes_it_signed(to_sign, host_party, partner_party, host_member, partner_member):
    sign(to_sign, host_party, host_member)
    to_sign.refresh_from_db()
    assert to_sign.state == "to_sign"
    sign(to_sign, partner_party, partner_member)
    to_sign.refresh_from_db()
    assert to_sign.state == "signed"
    assert list(LogEntry.objects.filter(partnership=to_sign).order_by("pk").values_list("action", "to_state"))[-2:] == [
        ("sign", "to_sign"), ("complete", "signed"),
    ]  # fmt: skip


def test_a_member_signs_for_its_own_organisation_alone(to_sign, partner_party, host_member):
    with pytest.raises(PermissionDenied):
        sign(to_sign, partner_party, host_member)
    assert not Signature.objects.exists()


def test_nobody_signs_a_text_that_was_changed_meanwhile(signed_in, to_sign, host_member, french_coordinator):
    client, page = signed_in(host_member), address("signature-new", to_sign.pk)
    data = sent_by(client.get(page)) | {"signed_on": DAY.isoformat()}
    actions.write(to_sign, text_fr="Un tout autre texte.", text_nl="", by=french_coordinator, at=NOW)
    answer = client.post(page, data)
    assert (answer.status_code, Signature.objects.count()) == (409, 0)
    assert client.post(page, sent_by(client.get(page)) | {"signed_on": DAY.isoformat()}).status_code == 302
    assert Signature.objects.get().text_hash == actions.hash_of("Un tout autre texte.", "")


def test_a_text_that_somebody_signed_is_followed_by_a_new_version(to_sign, host_party, host_member):
    sign(to_sign, host_party, host_member)
    actions.write(to_sign, text_fr="Nous travaillons mieux.", text_nl="", by=host_member, at=NOW)
    paper = signing.of_partnership(to_sign)
    assert (paper.text.version, paper.voided) == (2, 1)
    assert [party.role for party in paper.unsigned] == ["host", "partner"]


def test_a_text_that_nobody_signed_is_changed_in_place_and_the_same_text_is_no_change(to_sign, host_member):
    for words_of in ("Un autre texte.", "Un autre texte."):
        actions.write(to_sign, text_fr=words_of, text_nl="", by=host_member, at=NOW)
    text = Agreement.objects.get()
    assert (text.version, text.rev, text.text_hash) == (1, 2, actions.hash_of("Un autre texte.", ""))


def test_an_amendment_is_signed_anew_and_says_so(signed_in, to_sign, host_party, partner_party, host_member, french_coordinator):
    for party in (host_party, partner_party):
        sign(to_sign, party, french_coordinator)
    client, page = signed_in(host_member), address("agreement-amend", to_sign.pk)
    data = sent_by(client.get(page)) | {"text_fr": "Deux jours de plus."}
    assert client.post(page, data).status_code == 422
    assert client.post(page, data | {"comment": "L'agent vient plus souvent"}).status_code == 302
    to_sign.refresh_from_db()
    assert (to_sign.state, to_sign.agreements.count()) == ("amended", 2)
    answer = client.get(to_sign.get_absolute_url())
    paper = answer.context["paper"]
    assert ([party.pk for party in paper.unsigned], paper.voided) == ([host_party.pk, partner_party.pk], 2)
    old = client.get(address("agreement", to_sign.pk, 1))
    assert old.context["stands"] is False
    assert "Nous travaillons ensemble." in words(old)


def test_of_two_writers_the_second_decides_knowingly(signed_in, to_sign, host_member, french_coordinator):
    client, page = signed_in(host_member), address("agreement-new", to_sign.pk)
    data = sent_by(client.get(page)) | {"text_fr": "Mon texte."}
    actions.write(to_sign, text_fr="Leur texte.", text_nl="", by=french_coordinator, at=NOW)
    answer = client.post(page, data)
    assert answer.status_code == 409
    assert ("Mon texte." in answer.text, "Leur texte." in answer.text) == (True, True)
    assert Agreement.objects.get().text_fr == "Leur texte."


def test_a_decision_of_a_council_is_recorded_once(signed_in, to_sign, partner_member, partner_party):
    client, page = signed_in(partner_member), address("council-decision-new", to_sign.pk)
    data = sent_by(client.get(page)) | {"decided_on": DAY.isoformat(), "reference": "CAS/12"}
    assert client.post(page, data).status_code == 302
    [decision] = partner_party.decisions.all()
    assert (decision.decided_on, decision.reference) == (DAY, "CAS/12")
    assert client.get(page).context["left"] == []
    assert client.post(page, data).status_code == 422
    assert partner_party.decisions.count() == 1


def test_a_day_that_has_not_come_yet_is_refused(signed_in, to_sign, partner_member):
    client, page = signed_in(partner_member), address("signature-new", to_sign.pk)
    answer = client.post(page, sent_by(client.get(page)) | {"signed_on": "2099-01-01"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["signed_on"])


def test_strange_parties_neither_decide_nor_sign(to_sign, french_coordinator):
    with pytest.raises(PermissionDenied):
        sign(to_sign, PartyFactory(), french_coordinator)
    with pytest.raises(Overtaken):
        sign(to_sign, to_sign.parties.first(), french_coordinator, text_hash="0" * 64)


@pytest.mark.parametrize("name", ["agreement-new", "agreement-amend", "council-decision-new", "signature-new"])
def test_the_pages_of_the_paper_refuse_others(signed_in, partnership, outsider_member, observer, host_member, name):
    page = address(name, partnership.pk)
    for user in (outsider_member, observer):
        assert signed_in(user).get(page).status_code == 404
    # Being negotiated, its text can be written, and nothing else.
    assert signed_in(host_member).get(page).status_code == (200 if name == "agreement-new" else 403)
    assert signed_in(host_member).delete(page).status_code == 405
