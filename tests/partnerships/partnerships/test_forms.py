"""Start, change, move and renew a partnership: by whom, with which sentences, and what two writers see."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from amif_network.core.workflow import CommentRequired
from partnerships.actions import partnerships as actions
from partnerships.models import Committee, LogEntry, Partnership
from tests.factories.meetings import NOW
from tests.factories.partnerships import AgreementFactory, CommitmentFactory, CommitteeFactory, FteShareFactory, SeatFactory
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def typed(partner) -> dict[str, object]:
    return {
        "code": "NEW-1", "partners": "CPAS de Binche", "title_fr": "Réseau d'apprentissage", "forms": ["learning_network"],
        "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    }  # fmt: skip


def test_a_member_starts_one_that_its_organisation_hosts(signed_in, host_member, host, partner, typed):
    client, page = signed_in(host_member), address("partnership-new")
    data = sent_by(client.get(page)) | typed
    assert client.post(page, data).status_code == 302
    [made] = Partnership.objects.all()
    sides = set(made.parties.values_list("organisation", "role"))
    assert (made.state, made.forms, sides) == ("idea", ["learning_network"], {(host.pk, "host"), (partner.pk, "partner")})


def test_nobody_starts_one_in_the_name_of_others(outsider_member, host, partner):
    with pytest.raises(PermissionDenied):
        actions.start(Partnership(code="X", title_fr="X"), host=host, partners=[partner], by=outsider_member, at=NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"host": ""}, "host"),
        ({"partners": ""}, "partners"),
        ({"partners": "CPAS de Charleroi"}, "partners"),
        ({"title_fr": ""}, "title_fr"),
        ({"forms": []}, "forms"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"code": "CHA-BIN"}, "code"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(signed_in, french_coordinator, partnership, typed, change, field):
    client, page = signed_in(french_coordinator), address("partnership-new")
    data = sent_by(client.get(page)) | {"host": "CPAS de Charleroi"} | typed | change
    answer = client.post(page, data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Partnership.objects.count() == 1


def test_of_two_writers_the_second_sees_both_versions(signed_in, host_member, french_coordinator, partnership):
    client, page = signed_in(host_member), address("partnership-edit", partnership.pk)
    data = sent_by(client.get(page)) | {"forms": ["immersion"], "title_fr": "Le mien"}
    partnership.title_fr = "Le leur"
    actions.change(partnership, by=french_coordinator, at=NOW)
    answer = client.post(page, data)
    assert answer.status_code == 409
    assert ("Le mien" in answer.text, "Le leur" in answer.text) == (True, True)
    again = sent_by(answer) | {"forms": ["immersion"]}
    [difference] = answer.context["form"].differences
    again[difference.choice] = f"mine {difference.version}"
    assert client.post(page, again).status_code == 302
    partnership.refresh_from_db()
    assert partnership.title_fr == "Le mien"


def test_what_was_typed_stays_when_it_was_abandoned_meanwhile(signed_in, host_member, partnership):
    client, page = signed_in(host_member), address("partnership-edit", partnership.pk)
    data = sent_by(client.get(page)) | {"forms": ["immersion"], "title_fr": "Ce que je tapais"}
    actions.move(partnership, "abandon", comment="Plus de budget", by=host_member, at=NOW)
    answer = client.post(page, data)
    assert answer.status_code == 409
    assert "Ce que je tapais" in answer.text
    assert client.get(page).status_code == 403


def test_the_way_to_the_signature_asks_for_a_text_and_for_days(signed_in, host_member, partnership):
    Partnership.objects.update(starts_on=None)
    client, page = signed_in(host_member), address("partnership-step", partnership.pk, "agree")
    assert len(client.get(page).context["stopping"]) == 2
    assert client.post(page).status_code == 422
    with pytest.raises(actions.NotReady):
        actions.move(partnership, "agree", by=host_member, at=NOW)
    AgreementFactory(partnership=partnership)
    Partnership.objects.update(starts_on=datetime.date(2026, 1, 1))
    assert client.post(page).status_code == 302
    # Sent twice, taken once.
    assert client.post(page).status_code == 302
    assert LogEntry.objects.filter(partnership=partnership, action="agree").count() == 1


def test_giving_up_asks_for_a_reason_and_keeps_it(signed_in, host_member, administrator, partnership):
    page = address("partnership-step", partnership.pk, "abandon")
    client = signed_in(host_member)
    assert client.post(page, {"comment": " "}).status_code == 422
    with pytest.raises(CommentRequired):
        actions.move(partnership, "abandon", by=host_member, at=NOW)
    assert client.post(page, {"comment": "Le budget manque"}).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.state, partnership.end_reason) == ("abandoned", "Le budget manque")
    assert "Le budget manque" in words(client.get(partnership.get_absolute_url()))
    AgreementFactory(partnership=partnership)
    actions.move(partnership, "reopen", comment="Budget trouvé", by=administrator, at=NOW)
    partnership.refresh_from_db()
    assert (partnership.state, partnership.end_reason) == ("to_sign", "")


def test_a_renewal_takes_over_what_is_wished(signed_in, host_member, partnership, put, host_party):
    put(partnership, "signed")
    CommitmentFactory(partnership=partnership, party=host_party, state="realised")
    FteShareFactory(partnership=partnership, party=host_party)
    SeatFactory(committee=CommitteeFactory(partnership=partnership, convened_by=host_party))
    client, page = signed_in(host_member), address("partnership-renew", partnership.pk)
    data = sent_by(client.get(page)) | {"code": "CHA-BIN-2"}
    assert data["starts_on"] == (partnership.ends_on + DAY).isoformat()
    early = client.post(page, data | {"starts_on": partnership.ends_on.isoformat()})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["starts_on"])
    assert client.post(page, data | {"shares": ""}).status_code == 302
    new = Partnership.objects.get(code="CHA-BIN-2")
    assert (new.predecessor, new.state, new.shares.count()) == (partnership, "idea", 0)
    assert list(new.commitments.values_list("state", flat=True)) == ["open"]
    assert {party.organisation_id for party in new.parties.all()} == {
        party.organisation_id for party in partnership.parties.all()
    }
    assert Committee.objects.get(partnership=new).seats.count() == 1
    with pytest.raises(ValidationError):
        actions.renew(
            partnership, code="CHA-BIN-3", starts_on=partnership.ends_on + DAY, ends_on=None, copied=actions.Copied(),
            by=host_member, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("name", ["partnership-edit", "partnership-renew"])
def test_the_forms_refuse_others(signed_in, partnership, put, outsider_member, observer, partner_member, name):
    put(partnership, "signed")
    page = address(name, partnership.pk)
    refusals = [signed_in(user).get(page).status_code for user in (outsider_member, partner_member)]
    assert refusals == [404, 403]
    assert signed_in(partner_member).delete(page).status_code == 405
    assert signed_in(observer).get(address("partnership-new")).status_code == 403


def test_a_partnership_of_another_day_than_its_renewal_is_refused_with_a_sentence(host_member, partnership, put):
    put(partnership, "signed")
    new = actions.renew(
        partnership, code="N", starts_on=partnership.ends_on + DAY, ends_on=None, copied=actions.Copied(), by=host_member, at=NOW
    )
    partnership.ends_on = new.starts_on
    with pytest.raises(ValidationError) as refused:
        actions.change(partnership, by=host_member, at=NOW)
    assert list(refused.value.message_dict) == ["ends_on"]
