"""Parties, commitments and working time in rows; people of a party; warnings about what does not add up."""

import datetime
from decimal import Decimal

import pytest

from partnerships import fte
from partnerships.models import Commitment, FteShare, FteTotal, LogEntry, Partnership, Party
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.partnerships import CommitmentFactory, FteShareFactory, PartnershipFactory, PartyFactory
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db


def sent(answer, *rows):
    """What a browser sends for rows; `base` as the page `answer` shows it."""
    data = {"base": answer.context["base"], "form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for index, row in enumerate(rows):
        data |= {f"form-{index}-{name}": str(value) for name, value in row.items()}
    return data


def test_commitments_are_written_by_the_side_that_makes_them(signed_in, partner_member, partnership, partner_party, host_party):
    client, page = signed_in(partner_member), address("commitments", partnership.pk, partner_party.pk)
    rows = ({"text_fr": "Un agent à mi-temps"}, {"text_nl": "Verslag per kwartaal", "state": "realised", "note_nl": "Vier keer"})
    assert client.post(page, sent(client.get(page), *rows)).status_code == 302
    assert list(Commitment.objects.values_list("party", "position", "state")) == [
        (partner_party.pk, 1, "open"), (partner_party.pk, 2, "realised"),
    ]  # fmt: skip
    assert "Un agent à mi-temps" in LogEntry.objects.filter(subject="commitment").last().words_fr
    first, _second = Commitment.objects.all()
    row = {"row": first.pk, "text_fr": "Un agent à temps plein", "state": "partly"}
    assert client.post(page, sent(client.get(page), rows[1], row)).status_code == 302
    first.refresh_from_db()
    assert (first.position, first.text_fr, Commitment.objects.count()) == (2, "Un agent à temps plein", 2)
    assert "Vier keer" in words(client.get(partnership.get_absolute_url()))
    assert client.get(address("commitments", partnership.pk, host_party.pk)).status_code == 403


def test_what_was_not_realised_says_why(signed_in, partner_member, partnership, partner_party):
    client, page = signed_in(partner_member), address("commitments", partnership.pk, partner_party.pk)
    answer = client.post(page, sent(client.get(page), {"text_fr": "Promis", "state": "not_realised"}))
    assert (answer.status_code, Commitment.objects.count()) == (422, 0)
    assert "Promis" in answer.text


def test_the_second_of_two_writers_loses_nothing(signed_in, partner_member, partnership, partner_party):
    client, page = signed_in(partner_member), address("commitments", partnership.pk, partner_party.pk)
    first = client.get(page)
    CommitmentFactory(partnership=partnership, party=partner_party, text_fr="Entre-temps")
    answer = client.post(page, sent(first, {"text_fr": "Le mien"}))
    assert answer.status_code == 409
    assert ("Le mien" in answer.text, "Entre-temps" in answer.text) == (True, True)
    # Seen, and saved over theirs.
    assert client.post(page, sent(answer, {"text_fr": "Le mien"})).status_code == 302
    assert list(Commitment.objects.values_list("text_fr", flat=True)) == ["Le mien"]


def test_a_row_is_added_without_javascript(signed_in, partner_member, partnership, partner_party):
    client = signed_in(partner_member)
    shown = client.get(address("commitments", partnership.pk, partner_party.pk))
    answer = client.post(address("commitments-arrange", partnership.pk, partner_party.pk), sent(shown, {"text_fr": "Promis"}))
    assert (len(answer.context["formset"].forms), Commitment.objects.count()) == (2, 0)


def test_coordinators_change_the_parties_one_host_stays(
    signed_in, french_coordinator, host_member, partnership, host_party, partner_party
):
    client, page = signed_in(french_coordinator), address("parties", partnership.pk)
    other = OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen")
    host, partner = (
        {"row": one.pk, "organisation": str(one.organisation), "role": one.role} for one in (host_party, partner_party)
    )
    assert client.post(page, sent(client.get(page), host, partner | {"role": "host"})).status_code == 422
    assert client.post(page, sent(client.get(page), host)).status_code == 422
    new_host = {"organisation": "CPAS de Mons", "role": "host"}
    assert client.post(page, sent(client.get(page), partner, new_host)).status_code == 302
    assert set(partnership.parties.values_list("organisation", "role")) == {
        (other.pk, "host"), (partner_party.organisation_id, "partner"),
    }  # fmt: skip
    assert signed_in(host_member).get(page).status_code == 403


def test_a_party_of_which_something_was_recorded_stays(signed_in, french_coordinator, partnership, host_party, partner_party):
    second = PartyFactory(partnership=partnership)
    CommitmentFactory(partnership=partnership, party=second)
    client, page = signed_in(french_coordinator), address("parties", partnership.pk)
    rows = ({"row": one.pk, "organisation": str(one.organisation), "role": one.role} for one in (host_party, partner_party))
    answer = client.post(page, sent(client.get(page), *rows))
    assert (answer.status_code, len(answer.context["refusals"])) == (422, 1)
    assert Party.objects.filter(pk=second.pk).exists()


def test_people_of_a_party_are_named_by_its_own_side(signed_in, partner_member, partnership, host_party, partner_party):
    client, page = signed_in(partner_member), address("party-people", partnership.pk, partner_party.pk)
    person = PersonFactory()
    data = sent_by(client.get(page)) | {"owner": str(person), "owner_pick": [f"{person.pk}|{person}"]}
    assert client.post(page, data).status_code == 302
    partner_party.refresh_from_db()
    assert partner_party.owner == person
    assert client.get(address("party-people", partnership.pk, host_party.pk)).status_code == 403


def test_working_time_is_written_and_warned_about(signed_in, host_member, partnership, host_party):
    client, day = signed_in(host_member), partnership.starts_on.isoformat()
    page, total = (address(name, partnership.pk, host_party.pk) for name in ("fte", "fte-total"))
    person = PersonFactory()
    rows = [
        {"fte": "0,4", "starts_on": day},
        {"fte": "1,2", "kind": "actual", "starts_on": day, "person": str(person), "person_pick": f"{person.pk}|{person}"},
    ]
    assert client.post(page, sent(client.get(page), *rows)).status_code == 302
    assert client.post(total, sent(client.get(total), {"fte": "0,8"}, {"fte": "0,5", "kind": "wished"})).status_code == 302
    assert set(FteShare.objects.values_list("kind", "fte")) == {("planned", Decimal("0.40")), ("actual", Decimal("1.20"))}
    assert FteTotal.objects.count() == 2
    answer = client.get(partnership.get_absolute_url())
    warnings = answer.context["work"].warnings
    assert [("0,80" in one, "0,40" in one) for one in warnings[:1]] == [(True, True)]
    assert any(str(person) in one and "1,20" in one for one in warnings)
    # 0,8 = 2 × 0,4: a second partnership of the project makes it right.
    second = PartnershipFactory(project=partnership.project, starts_on=partnership.starts_on, ends_on=partnership.ends_on)
    FteShareFactory(partnership=second, party=second.parties.get(role="host"), starts_on=partnership.starts_on)
    assert not any("0,80" in one for one in client.get(partnership.get_absolute_url()).context["work"].warnings)


@pytest.mark.parametrize("typed", ["0", "21", "abc", "-1"])
def test_impossible_working_time_is_refused(signed_in, host_member, partnership, host_party, typed):
    client, page = signed_in(host_member), address("fte", partnership.pk, host_party.pk)
    answer = client.post(page, sent(client.get(page), {"fte": typed, "starts_on": "2026-01-01"}))
    assert (answer.status_code, FteShare.objects.count()) == (422, 0)


def test_shares_of_one_day_add_up_whatever_their_ends():
    day = datetime.date(2026, 1, 1)
    first = FteShare(fte=Decimal("0.60"), starts_on=day, ends_on=day + datetime.timedelta(days=9))
    second = FteShare(fte=Decimal("0.50"), starts_on=day + datetime.timedelta(days=9), ends_on=None)
    third = FteShare(fte=Decimal("0.50"), starts_on=day + datetime.timedelta(days=10), ends_on=None)
    assert fte.peak([first, second]) == (Decimal("1.10"), second.starts_on)
    assert fte.peak([second, third]) == (Decimal("1.00"), third.starts_on)
    assert fte.peak([]) == (Decimal(0), None)


def test_rows_are_closed_to_others_and_in_the_end(signed_in, outsider_member, partner_member, partnership, partner_party, put):
    page = address("commitments", partnership.pk, partner_party.pk)
    assert signed_in(outsider_member).get(page).status_code == 404
    client = signed_in(partner_member)
    shown = client.get(page)
    put(partnership, "abandoned")
    answer = client.post(page, sent(shown, {"text_fr": "Trop tard"}))
    assert (answer.status_code, "Trop tard" in answer.text) == (409, True)
    assert client.get(page).status_code == 403
    assert client.delete(page).status_code == 405
    without = Partnership.objects.filter(pk=partnership.pk)
    without.update(project=None, state="negotiating", end_reason="")
    assert client.get(address("fte-total", partnership.pk, partner_party.pk)).status_code == 404
