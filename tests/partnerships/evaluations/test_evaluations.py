"""The evaluation of each side: written with its sentences, shared, read by the other side once both have shared."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.core.workflow import WrongState
from partnerships.actions import evaluations as actions
from partnerships.evaluations import of_partnership, readable
from partnerships.models import Evaluation, LogEntry
from tests.factories.meetings import NOW
from tests.factories.partnerships import (
    EvaluationFactory,
    EvaluationItemFactory,
    PartnershipFactory,
    PartyFactory,
    host_of,
    partner_of,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def partnership(host, partner):
    found = PartnershipFactory(project__lead=host, parties=False)
    PartyFactory(partnership=found, organisation=host, host=True)
    PartyFactory(partnership=found, organisation=partner)
    found.state = "negotiating"
    found.save(update_fields=["state"])
    return found


def address(partnership, *rest):
    return "/".join(["/fr/partnerships", str(partnership.pk), *map(str, rest), ""])


def sent(*items, **values):
    """What a browser sends for an evaluation with these sentences."""
    data = {"as_of": "2026-06-30", "would_redo": "yes", "form-TOTAL_FORMS": str(len(items)), "form-INITIAL_FORMS": "0", **values}
    for place, item in enumerate(items):
        data |= {f"form-{place}-{name}": value for name, value in item.items()}
    return data


WORKS = {"kind": "added_value", "theme": "exchange", "text_fr": "Deux regards sur une même pratique."}


def test_a_side_writes_its_evaluation_with_sentences(signed_in, partner_member, partnership):
    client, party = signed_in(partner_member), partner_of(partnership)
    url = address(partnership, "parties", party.pk, "evaluations/new")
    assert client.get(url).status_code == 200
    answer = client.post(
        url, sent(WORKS, {"kind": "drawback", "theme": "money"}, would_redo="yes_if", condition_fr="Avec un acompte.")
    )
    found = Evaluation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(partnership, "evaluations", found.pk))
    assert (found.party, found.condition_fr, found.shared_at) == (party, "Avec un acompte.", None)
    assert [str(item) for item in found.items.all()] == ["Deux regards sur une même pratique."]
    assert "Deux regards" in client.get(answer["Location"]).text
    row = LogEntry.objects.get(subject="evaluation")
    assert (row.action, row.comment, row.words_fr) == ("record", "", "")


@pytest.mark.parametrize(
    "values",
    [{"would_redo": "yes_if"}, {"as_of": ""}, {"would_redo": "maybe"}, {"form-0-kind": "song"}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(signed_in, partner_member, partnership, values):
    url = address(partnership, "parties", partner_of(partnership).pk, "evaluations/new")
    answer = signed_in(partner_member).post(url, sent(WORKS) | values)
    assert answer.status_code == 422
    assert "Deux regards sur une même pratique." in answer.text
    assert Evaluation.objects.count() == 0


def test_a_second_evaluation_of_a_day_is_refused(signed_in, partner_member, partnership):
    party = partner_of(partnership)
    EvaluationFactory(partnership=partnership, party=party, as_of=DAY)
    answer = signed_in(partner_member).post(address(partnership, "parties", party.pk, "evaluations/new"), sent(WORKS))
    assert answer.status_code == 422
    assert Evaluation.objects.count() == 1


def test_a_row_is_added_without_a_script(signed_in, partner_member, partnership):
    url = address(partnership, "parties", partner_of(partnership).pk, "evaluations/arrange")
    answer = signed_in(partner_member).post(url, sent(WORKS, added_value_fr="Beaucoup appris."))
    assert len(answer.context["formset"].forms) == 3
    assert "Beaucoup appris." in answer.text
    assert Evaluation.objects.count() == 0


def test_who_comes_second_sees_both_and_decides(signed_in, partner_member, partnership):
    found = EvaluationFactory(partnership=partnership, party=partner_of(partnership), as_of=DAY)
    client, url = signed_in(partner_member), address(partnership, "evaluations", found.pk, "edit")
    base = client.get(url).context["base"]
    assert client.post(url, sent(WORKS, base=base)).status_code == 302
    late = client.post(url, sent({"kind": "difficulty", "theme": "money", "text_fr": "Le préfinancement."}, base=base))
    assert late.status_code == 409
    assert "Deux regards" in late.text
    assert "Le préfinancement." in late.text
    assert client.post(url, sent({"kind": "difficulty", "text_fr": "Les deux."}, base=late.context["base"])).status_code == 302
    assert [str(item) for item in found.items.all()] == ["Les deux."]


def test_each_reads_the_other_once_both_have_shared(
    host_member, partner_member, french_coordinator, outsider_member, partnership
):
    of_host = EvaluationFactory(partnership=partnership, party=host_of(partnership), as_of=DAY)
    of_partner = EvaluationFactory(partnership=partnership, party=partner_of(partnership), as_of=DAY)

    def seen():
        readers = (host_member, partner_member, french_coordinator, outsider_member)
        return [sorted(readable(user).values_list("pk", flat=True)) for user in readers]

    both = sorted([of_host.pk, of_partner.pk])
    assert seen() == [[of_host.pk], [of_partner.pk], [], []]
    actions.share(of_host, by=host_member, at=NOW)
    assert seen() == [[of_host.pk], [of_partner.pk], [of_host.pk], []]
    assert of_partnership(_loaded(partnership, partner_member), partner_member, DAY).sides[0].waits is True
    actions.share(of_partner, by=partner_member, at=NOW)
    assert seen() == [both, both, both, []]


def test_two_partners_of_a_host_do_not_read_each_other(outsider_member, partnership, partner_member):
    other = PartyFactory(partnership=partnership, organisation=outsider_member.organisations().get())
    first = EvaluationFactory(partnership=partnership, party=partner_of(partnership), as_of=DAY, shared_at=NOW)
    second = EvaluationFactory(partnership=partnership, party=other, as_of=DAY, shared_at=NOW)
    assert [*readable(outsider_member).values_list("pk", flat=True)] == [second.pk]
    assert [*readable(partner_member).values_list("pk", flat=True)] == [first.pk]


def test_the_sharing_is_taken_back_until_the_other_side_reads_it(signed_in, host_member, partner_member, partnership):
    of_host = EvaluationFactory(partnership=partnership, party=host_of(partnership), as_of=DAY)
    client = signed_in(host_member)
    share, withdraw = (address(partnership, "evaluations", of_host.pk, what) for what in ("share", "withdraw"))
    assert client.post(share).status_code == client.post(share).status_code == client.post(withdraw).status_code == 302
    of_host.refresh_from_db()
    assert of_host.shared_at is None
    assert [*LogEntry.objects.order_by("pk").values_list("action", flat=True)] == ["share", "withdraw"]
    client.post(share)
    EvaluationFactory(partnership=partnership, party=partner_of(partnership), as_of=DAY, shared_at=NOW)
    client.post(withdraw)
    of_host.refresh_from_db()
    assert of_host.shared_at is not None


def test_what_is_shared_is_changed_no_more(signed_in, host_member, partnership):
    shared = EvaluationFactory(partnership=partnership, party=host_of(partnership), as_of=DAY, shared_at=NOW)
    client, url = signed_in(host_member), address(partnership, "evaluations", shared.pk, "edit")
    assert client.get(url).status_code == 403
    late = client.post(url, sent(WORKS, base="1"))
    assert late.status_code == 409
    assert "Deux regards" in late.text
    with pytest.raises(WrongState):
        actions.write(shared, [], base=shared.rev, by=host_member, at=NOW)


def test_nobody_writes_for_another_side(signed_in, host_member, partner_member, outsider_member, observer, partnership):
    found = EvaluationFactory(partnership=partnership, party=host_of(partnership), as_of=DAY, shared_at=NOW)
    EvaluationFactory(partnership=partnership, party=partner_of(partnership), as_of=DAY, shared_at=NOW)
    page, share = (address(partnership, "evaluations", found.pk, *what) for what in ((), ("share",)))
    new = address(partnership, "parties", found.party_id, "evaluations/new")
    for user, of_page, of_new in (
        (host_member, 200, 200),
        (partner_member, 200, 403),
        (outsider_member, 404, 404),
        (observer, 404, 404),
    ):
        client = signed_in(user)
        assert (client.get(page).status_code, client.get(new).status_code) == (of_page, of_new)
    assert signed_in(partner_member).post(share).status_code == 403
    assert signed_in(host_member).get(share).status_code == 405
    stranger = PartnershipFactory()
    assert signed_in(host_member).get(address(stranger, "evaluations", found.pk)).status_code == 404


def test_the_page_of_the_partnership_asks_no_more_for_more(signed_in, host_member, partnership):
    counted = []
    for day in (1, 2, 3):
        for party in partnership.parties.all():
            found = EvaluationFactory(partnership=partnership, party=party, as_of=datetime.date(2026, 6, day), shared_at=NOW)
            EvaluationItemFactory.create_batch(2, evaluation=found)
        loaded = _loaded(partnership, host_member)
        with CaptureQueriesContext(connection) as captured:
            section = of_partnership(loaded, host_member, DAY)
        counted.append((len(captured), len(section.sides[0].evaluations)))
    assert counted == [(4, 1), (4, 2), (4, 3)]
    assert 'id="evaluations"' in signed_in(host_member).get(address(partnership)).text


def _loaded(partnership, user):
    return type(partnership).objects.for_detail().visible_to(user).get(pk=partnership.pk)
