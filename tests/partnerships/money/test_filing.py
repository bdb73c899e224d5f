"""A partner files a claim: what is proposed, what is refused with a sentence, who sees it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from partnerships import claiming
from partnerships.actions import claims as actions
from partnerships.models import Claim, LogEntry, Partnership
from tests.factories.partnerships import ClaimFactory, TransferFactory, YearBudgetFactory
from tests.meetings.pages import words

from .conftest import AT, SITE, address, day, euros

pytestmark = pytest.mark.django_db


def test_a_claim_is_filed_as_it_is_proposed(signed_in, partner_member, host_member, partnership, budget):
    """From the page of the partnership: open the form, press submit."""
    client, url = signed_in(partner_member), address("claim-new", partnership.pk) + "?kind=advance"
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "base"} | {"submit": "1"}
    answer = client.post(url, data, follow=True)
    claim = Claim.objects.get()
    assert (claim.kind, claim.state, claim.claimed, claim.starts_on, claim.ends_on, claim.reference) == (
        "advance", "submitted", euros("11875"), data["starts_on"], data["ends_on"], "PA001-2026-1",
    )  # fmt: skip
    assert answer.redirect_chain == [(address("claim", partnership.pk, claim.pk), 302)]
    assert [mail.to for mail in OutgoingMail.objects.all()] == [host_member.email]
    assert "11 875,00 €" in words(answer)
    assert list(LogEntry.objects.order_by("pk").values_list("action", "to_state")) == [
        ("record", "draft"),
        ("submit", "submitted"),
    ]


@pytest.mark.parametrize(
    ("when", "kinds", "kind", "period"),
    [
        (day(5, 10), [], "advance", (day(4), day(6, 30))),
        (day(5, 10), ["advance"], "interim", (day(4), day(6, 30))),
        (day(12, 31), ["advance"], "interim", (day(4), day(6, 30))),
        (datetime.date(2027, 1, 1), ["advance"], "balance", (day(1), day(12, 31))),
        (datetime.date(2027, 1, 1), ["advance", "balance"], "interim", (day(4), day(6, 30))),
    ],
)
def test_what_is_proposed_follows_what_was_claimed(budget, when, kinds, kind, period):
    for one in kinds:
        ClaimFactory(budget=budget, submitted=True, **({"balance": True} if one == "balance" else {"kind": one}))
    claims = list(budget.claims.all())
    assert claiming.usual_kind(claims, day(12, 31), when) == kind
    proposal = claiming.propose(budget, claims, kind, when)
    assert (proposal.starts_on, proposal.ends_on) == period


@pytest.mark.parametrize(("claimed", "proposed"), [("47499.99", "0.01"), ("40000.00", "7500.00"), ("47500.00", None)])
def test_the_last_claim_asks_for_what_is_left(budget, claimed, proposed):
    claim = ClaimFactory(budget=budget, submitted=True, claimed=euros(claimed))
    found = claiming.propose(budget, [claim], "interim", day(5))
    assert found.claimed == (proposed and euros(proposed))


@pytest.mark.parametrize(("first", "last", "quarter"), [(2, 11, (day(2, 1), day(3, 31))), (6, 8, (day(6, 1), day(6, 30)))])
def test_a_quarter_stays_inside_the_partnership(partnership, budget, first, last, quarter):
    partnership.starts_on, partnership.ends_on = day(first), day(last)
    budget.partnership = partnership
    proposal = claiming.propose(budget, [], "advance", day(1))
    assert (proposal.starts_on, proposal.ends_on) == quarter


@pytest.mark.parametrize(
    ("lang", "change", "field", "said"),
    [
        ("fr", {"claimed": euros("0")}, "claimed", None),
        ("fr", {"ends_on": datetime.date(2025, 12, 31)}, "ends_on", "The last day cannot come before the first."),
        ("fr", {"starts_on": datetime.date(2025, 12, 31)}, "starts_on", "The budget is that of 2026"),
        ("fr", {"ends_on": datetime.date(2027, 1, 1)}, "ends_on", "The budget is that of 2026"),
        ("fr", {"reference": ""}, "reference", None),
    ],
)
def test_a_wrong_claim_is_refused(partner_member, draft, lang, change, field, said):
    for name, value in change.items():
        setattr(draft, name, value)
    with override("en"), pytest.raises(ValidationError) as refused:
        actions.file(draft, by=partner_member, at=AT)
    texts = [text for found in refused.value.message_dict.values() for text in found]
    assert field in refused.value.message_dict or texts == ["The amount lies above zero."]
    assert said is None or any(text.startswith(said) for text in texts)
    assert Claim.objects.count() == 0


def test_a_number_is_used_once_by_a_partner(partner_member, draft):
    actions.file(draft, by=partner_member, at=AT)
    again = Claim(**{name: getattr(draft, name) for name in (
        "partnership", "party", "budget", "kind", "reference", "starts_on", "ends_on", "claimed",
    )})  # fmt: skip
    with pytest.raises(ValidationError):
        actions.file(again, by=partner_member, at=AT)
    assert Claim.objects.count() == 1


def test_a_draft_is_changed_then_submitted_and_no_longer_changed(signed_in, partner_member, draft):
    claim = actions.file(draft, by=partner_member, at=AT)
    client, url = signed_in(partner_member), address("claim-edit", claim.partnership_id, claim.pk)
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"claimed": "10 000,01"}
    assert client.post(url, data | {"draft": "1"}).status_code == 302
    stale = client.post(url, data | {"claimed": "9000", "draft": "1"})
    assert stale.status_code == 409
    assert 'value="9000"' in stale.text
    data["base"] = client.get(url).context["form"]["base"].value()
    assert client.post(url, data | {"submit": "1"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.claimed) == ("submitted", euros("10000.01"))
    late = client.post(url, data | {"claimed": "8 000,00"})
    assert late.status_code == 409
    assert 'value="8 000,00"' in late.text
    assert client.get(url).status_code == 403


def test_without_a_budget_the_page_says_who_enters_it(signed_in, partner_member, partnership, party):
    answer = signed_in(partner_member).get(address("claim-new", partnership.pk))
    assert answer.status_code == 200
    assert "form" not in answer.context


@pytest.mark.parametrize(
    ("who", "new", "shown", "written"),
    [
        ("partner_member", 200, 200, 200),
        ("french_coordinator", 200, 200, 200),
        ("host_member", 403, 404, 404),
        ("other_partner_member", 200, 404, 404),
        ("outsider_member", 404, 404, 404),
        ("observer", 404, 404, 404),
    ],
)
def test_who_sees_and_writes_a_claim(request, signed_in, partner_member, draft, who, new, shown, written):
    claim = actions.file(draft, by=partner_member, at=AT)
    client = signed_in(request.getfixturevalue(who))
    key = (claim.partnership_id, claim.pk)
    answers = [
        client.get(address(name, *key[: 1 if name == "claim-new" else 2])) for name in ("claim-new", "claim", "claim-edit")
    ]
    assert [answer.status_code for answer in answers] == [new, shown, written]
    assert client.get(address("claim-step", *key, "submit")).status_code == written
    assert client.put(address("claim-edit", *key)).status_code == 405


def test_the_host_learns_of_a_claim_when_it_is_submitted(signed_in, partner_member, host_member, draft):
    claim = actions.file(draft, by=partner_member, at=AT)
    partnership = reverse("partnerships:partnership", args=[claim.partnership_id])
    of_host, of_partner = signed_in(host_member), signed_in(partner_member)
    for page in (partnership, reverse("partnerships:claims")):
        assert (claim.reference in of_host.get(page).text, claim.reference in of_partner.get(page).text) == (False, True)
    host_reads = Partnership.objects.visible_to(host_member).get()
    assert LogEntry.objects.of_page(host_reads, host_member).filter(subject="claim").count() == 0
    actions.submit(claim, by=partner_member, at=AT, site=SITE)
    assert claim.reference in of_host.get(partnership).text
    assert LogEntry.objects.of_page(host_reads, host_member).filter(subject="claim").count() == 2


def test_nobody_files_for_another(other_partner_member, host_member, draft, partnership):
    for user in (other_partner_member, host_member):
        with pytest.raises(PermissionDenied):
            actions.file(draft, by=user, at=AT)
    type(partnership).objects.filter(pk=partnership.pk).update(state="abandoned", end_reason="–")
    with pytest.raises(WrongState):
        actions.file(draft, by=host_member, at=AT)


@pytest.mark.parametrize("query", ["?kind=x", "?year=1999", "?party=0"])
def test_an_address_that_names_nothing_is_none(signed_in, partner_member, budget, query):
    assert signed_in(partner_member).get(address("claim-new", budget.partnership_id) + query).status_code == 404


def test_a_coordinator_chooses_partner_year_and_kind(signed_in, dutch_coordinator, partnership, budget, other_partner):
    later = YearBudgetFactory(partnership=partnership, party=other_partner, year=2027, amount=euros("1000"))
    YearBudgetFactory(partnership=partnership, party=other_partner)
    url = address("claim-new", partnership.pk, lang="nl") + f"?party={other_partner.pk}&year=2027&kind=advance"
    client = signed_in(dutch_coordinator)
    page = client.get(url)
    assert page.context["claim"].budget == later
    assert "OCMW Bergen" in words(page)
    client.post(url, {"reference": "1", "starts_on": "2027-01-01", "ends_on": "2027-03-31", "claimed": "250", "draft": ""})
    assert (Claim.objects.get().party, Claim.objects.get().state) == (other_partner, "draft")


def test_the_page_asks_the_same_however_much_it_shows(signed_in, partner_member, budget, django_assert_max_num_queries):
    claim = ClaimFactory(budget=budget, accepted_whole=True)
    client = signed_in(partner_member)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            TransferFactory(claim=claim, amount=euros("1"))
        with django_assert_max_num_queries(20) as queries:
            client.get(address("claim", claim.partnership_id, claim.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_supporting_document_is_seen_by_both_sides_only(
    signed_in, partner_member, host_member, other_partner_member, draft, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    claim = actions.file(draft, by=partner_member, at=AT, site=SITE)
    url = address("claim-attach", claim.partnership_id, claim.pk)
    file = {"file": SimpleUploadedFile("fiche.txt", b"Salaire brut\n"), "title": "Fiche", "language": "fr"}
    assert signed_in(host_member).get(url).status_code == 404
    assert signed_in(partner_member).post(url, file).status_code == 302
    document = claim.documents.get()
    assert signed_in(host_member).get(document.get_absolute_url()).status_code == 404
    actions.submit(claim, by=partner_member, at=AT, site=SITE)
    assert signed_in(host_member).get(url).status_code == 403
    people = (partner_member, host_member, other_partner_member)
    answers = [signed_in(user).get(document.get_absolute_url()) for user in people]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert [b"".join(answer.streaming_content) for answer in answers[:2]] == [b"Salaire brut\n"] * 2
