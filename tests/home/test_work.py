"""My work: what each role must do and waits for, whose turn it is, and numbers that are those of the lists behind them."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from amif_network.core.bilingual import Localised
from amif_network.core.work import Task, Work, WorkKind
from amif_network.home.gathering import groups, in_order, work_of
from meetings.models import Meeting
from partnerships.models import Partnership
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory
from tests.factories.partnerships import (
    AgreementFactory,
    AllocationFactory,
    ClaimFactory,
    ImmersionFactory,
    PartnershipFactory,
    PartyFactory,
    StatementFactory,
    TransferFactory,
    YearBudgetFactory,
)
from tests.factories.projects import CallDateFactory, CallFactory, PaymentFactory, ProjectFactory
from tests.factories.registers import PromiseFactory
from tests.factories.review import CirculationFactory, RemarkFactory, ReviewRequestFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 20)
ABOUT = Localised("Something", "fr")


@pytest.fixture
def partnership(host, partner) -> Partnership:
    found: Partnership = PartnershipFactory(project=ProjectFactory(lead=host, decreed=True), parties=False, code="PA001")
    PartyFactory(partnership=found, organisation=host, host=True)
    PartyFactory(partnership=found, organisation=partner)
    return found


def of_kind(work: Work, kind: WorkKind) -> tuple[list[str], list[str]]:
    """What must be done and is waited for of one kind, by the addresses of the pages."""
    return tuple([task.url for task in side if task.kind == kind] for side in (work.must, work.waits))  # type: ignore[return-value]


def test_late_comes_first_then_day_by_day_then_what_has_no_day():
    free, late, soon, later = (
        Task(WorkKind.CLAIM, ABOUT, name, "/", due, overdue)
        for name, due, overdue in (
            ("free", None, False), ("late", DAY - datetime.timedelta(1), True),
            ("soon", DAY + datetime.timedelta(7), False), ("later", DAY + datetime.timedelta(8), False),
        )
    )  # fmt: skip
    assert in_order([free, later, soon, late]) == [late, soon, later, free]
    parted = [[task.sentence for task in group.tasks] for group in groups([late, soon, later, free], DAY)]
    assert parted == [["late"], ["soon"], ["later"], ["free"]]
    assert groups([], DAY) == []


def test_a_claim_is_the_turn_of_one_side_after_the_other(partnership, host_member, partner_member):
    claim = ClaimFactory(budget=YearBudgetFactory(partnership=partnership))
    page = reverse("partnerships:claim", args=[partnership.pk, claim.pk])
    turns = {}
    for state in ("draft", "submitted", "returned"):
        at = None if state == "draft" else timezone.make_aware(datetime.datetime(2026, 4, 1, 12))
        type(claim).objects.filter(pk=claim.pk).update(state=state, submitted_at=at)
        turns[state] = [of_kind(work_of(user, DAY), WorkKind.CLAIM) for user in (host_member, partner_member)]
    assert turns == {
        "draft": [([], []), ([page], [])],
        "submitted": [([page], []), ([], [page])],
        "returned": [([], []), ([page], [])],
    }


def test_a_claim_is_late_at_the_host_after_its_fifteen_days(partnership, host_member):
    sent = timezone.make_aware(datetime.datetime(2026, 4, 1, 12))
    ClaimFactory(budget=YearBudgetFactory(partnership=partnership), submitted=True, submitted_at=sent)
    tasks = [
        next(task for task in work_of(host_member, day).must if task.kind == WorkKind.CLAIM)
        for day in (datetime.date(2026, 4, 16), datetime.date(2026, 4, 17))
    ]
    assert [(task.due, task.late) for task in tasks] == [(datetime.date(2026, 4, 16), False), (datetime.date(2026, 4, 16), True)]


def test_what_was_accepted_waits_for_the_authority_then_for_the_host_then_for_nobody(partnership, host_member, partner_member):
    claim = ClaimFactory(budget=YearBudgetFactory(partnership=partnership), accepted_whole=True)
    page = reverse("partnerships:claim", args=[partnership.pk, claim.pk])

    def turns() -> list[tuple[list[str], list[str]]]:
        return [of_kind(work_of(user, DAY), WorkKind.CLAIM) for user in (host_member, partner_member)]

    assert turns() == [([], [page]), ([], [page])]
    payment = PaymentFactory(project=partnership.project, amount=Decimal("20000.00"), received_on=datetime.date(2026, 3, 1))
    AllocationFactory(partnership=partnership, payment=payment)
    assert turns() == [([page], []), ([], [page])]
    to_transfer = next(task for task in work_of(host_member, DAY).must if task.kind == WorkKind.CLAIM)
    assert "11" in to_transfer.sentence
    TransferFactory(claim=claim, executed=True)
    assert turns() == [([], []), ([], [])]


def test_a_month_is_submitted_by_the_employer_and_confirmed_by_the_host(partnership, host_member, partner_member):
    immersion = ImmersionFactory(partnership=partnership, starts_on=datetime.date(2026, 3, 1), ends_on=datetime.date(2026, 5, 31))
    march = reverse("partnerships:presence", args=[partnership.pk, immersion.pk, 2026, 3])
    assert of_kind(work_of(partner_member, DAY), WorkKind.PRESENCE) == ([march], [])
    assert of_kind(work_of(host_member, DAY), WorkKind.PRESENCE) == ([], [])
    StatementFactory(immersion=immersion, submitted=True)
    assert of_kind(work_of(partner_member, DAY), WorkKind.PRESENCE) == ([], [march])
    assert of_kind(work_of(host_member, DAY), WorkKind.PRESENCE) == ([march], [])


def test_who_has_not_signed_signs_and_the_others_wait(partnership, host_member, partner_member):
    AgreementFactory(partnership=partnership)
    Partnership.objects.filter(pk=partnership.pk).update(state="to_sign")
    sign, page = reverse("partnerships:signature-new", args=[partnership.pk]), partnership.get_absolute_url()
    assert of_kind(work_of(host_member, DAY), WorkKind.AGREEMENT) == ([sign], [page])
    assert of_kind(work_of(partner_member, DAY), WorkKind.AGREEMENT) == ([sign], [page])


def test_a_partnership_near_its_end_is_to_be_evaluated(partnership, host_member, outsider_member):
    Partnership.objects.filter(pk=partnership.pk).update(state="text_agreed")
    near = datetime.date(2026, 10, 15)
    party = partnership.parties.get(role="host")
    page = reverse("partnerships:evaluation-new", args=[partnership.pk, party.pk])
    assert of_kind(work_of(host_member, near), WorkKind.EVALUATION) == ([page], [])
    assert of_kind(work_of(host_member, DAY), WorkKind.EVALUATION) == ([], [])
    assert of_kind(work_of(outsider_member, near), WorkKind.EVALUATION) == ([], [])


def test_an_organisation_answers_a_review_then_waits_for_what_becomes_of_its_remarks(host, host_member, outsider_member):
    round_ = CirculationFactory()
    asked = ReviewRequestFactory(circulation=round_, organisation=host, deadline=DAY - datetime.timedelta(1))
    page = reverse("meetings:review", args=[asked.pk])
    [task] = [task for task in work_of(host_member, DAY).must if task.kind == WorkKind.REVIEW]
    assert (task.url, task.due, task.late) == (page, asked.deadline, True)
    RemarkFactory(request=asked, sent=True)
    assert of_kind(work_of(host_member, DAY), WorkKind.REVIEW)[1] == [page]
    assert of_kind(work_of(outsider_member, DAY), WorkKind.REVIEW) == ([], [])


def test_coordinators_find_minutes_with_what_comes_next(french_coordinator):
    draft = MinutesFactory()
    [task] = work_of(french_coordinator, DAY).must
    assert (task.kind, task.url) == (WorkKind.MINUTES, reverse("meetings:workspace", args=[draft.meeting_id]))
    RemarkFactory(request=ReviewRequestFactory(circulation=CirculationFactory(minutes=draft)), sent=True)
    [task] = [task for task in work_of(french_coordinator, DAY).must if task.kind == WorkKind.MINUTES]
    assert task.url == reverse("meetings:review-board", args=[draft.meeting_id])


def test_who_is_convened_says_whether_they_come(host, host_member, observer):
    meeting = MeetingFactory(convened=True, date=DAY)
    AttendanceFactory(meeting=meeting, person=host_member.person, organisation=host, status="unknown", convened_at=timezone.now())
    page = reverse("meetings:reply", args=[meeting.pk])
    assert of_kind(work_of(host_member, DAY), WorkKind.MEETING) == ([page], [])
    assert of_kind(work_of(host_member, DAY + datetime.timedelta(1)), WorkKind.MEETING) == ([], [])
    assert of_kind(work_of(observer, DAY), WorkKind.MEETING) == ([], [])


def test_promises_are_to_be_kept_or_waited_for(host, partner, host_member, partner_member):
    promise = PromiseFactory(owed_by=host, asked_by=partner)
    page = promise.get_absolute_url()
    assert of_kind(work_of(host_member, DAY), WorkKind.PROMISE) == ([page], [])
    assert of_kind(work_of(partner_member, DAY), WorkKind.PROMISE) == ([], [page])


def test_a_call_without_an_answer_is_to_be_answered_until_its_deadline(host, host_member, outsider_member):
    call = CallFactory()
    CallDateFactory(call=call, kind="deadline", earliest=DAY, latest=DAY)
    host.kind = "cpas"
    host.save(update_fields=["kind"])
    page = reverse("projects:call", args=[call.pk])
    assert of_kind(work_of(host_member, DAY), WorkKind.CALL)[0] == [page]
    assert of_kind(work_of(host_member, DAY + datetime.timedelta(1)), WorkKind.CALL)[0] == []


@pytest.mark.parametrize("who", ["administrator", "observer", "outsider_member"])
def test_who_has_nothing_to_do_has_no_work(who, request):
    assert work_of(request.getfixturevalue(who), DAY) == Work([], [])


@pytest.fixture
def much_to_do(host, host_member, partner_member, partnership, french_coordinator) -> None:
    """Something of most kinds, on both sides, more than the first page shows."""
    budget = YearBudgetFactory(partnership=partnership)
    for month in range(1, 11):
        ClaimFactory(
            budget=budget, submitted=True, starts_on=datetime.date(2026, month, 1), ends_on=datetime.date(2026, month, 27)
        )
    ImmersionFactory(partnership=partnership)
    PromiseFactory(owed_by=host)
    MinutesFactory.create_batch(3)
    ProjectFactory(submitted=True)
    ProjectFactory(returned=True, lead=host)


@pytest.mark.parametrize("who", ["host_member", "partner_member", "french_coordinator", "observer"])
def test_each_number_of_the_first_page_is_the_number_of_rows_of_its_list(who, much_to_do, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    home = client.get("/fr/").context
    rows = {
        name: client.get(address).context["page"].paginator.count
        for name, address in (
            ("must_count", "/fr/work/"), ("late_count", "/fr/work/?late=on"),
            ("waits_count", "/fr/work/?side=waits"), ("news_count", "/fr/news/"),
        )
    }  # fmt: skip
    assert {name: home[name] for name in rows} == rows
    assert (rows["must_count"] > 8) == who.endswith("member")


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("who", ["french_coordinator", "host_member"])
def test_the_first_page_lists_what_presses_most_and_counts_the_others(who, most, much_to_do, request):
    in_review = MinutesFactory.create_batch(3, state="in_review")
    for number, minutes in enumerate(in_review):
        asked = ReviewRequestFactory(circulation=CirculationFactory(minutes=minutes), deadline=DAY + datetime.timedelta(9))
        if number == 2:
            RemarkFactory(request=asked, sent=True)
    Meeting.objects.filter(minutes__in=in_review[1:]).update(date=DAY - datetime.timedelta(100))
    ProjectFactory.create_batch(3, submitted=True)
    user = request.getfixturevalue(who)
    whole, first = work_of(user, DAY), work_of(user, DAY, most)
    assert whole.rest == (0, 0, 0)
    assert (first.must[:most], first.waits[:most]) == (whole.must[:most], whole.waits[:most])
    numbers = [(len(work.must), sum(task.late for task in work.must), len(work.waits)) for work in (whole, first)]
    assert numbers[0] == tuple(map(sum, zip(numbers[1], first.rest, strict=True)))
    assert (first.rest.must > 0) == (who == "french_coordinator")


def test_the_list_is_narrowed_by_kind_and_survives_nonsense(much_to_do, host_member, signed_in):
    client = signed_in(host_member)
    whole = client.get("/fr/work/").context["page"].paginator.count
    claims = client.get("/fr/work/?kind=claim").context["page"].object_list
    assert [task.kind for task in claims] == [WorkKind.CLAIM] * 10
    assert client.get("/fr/work/?kind=nonsense&late=&page=x").context["page"].paginator.count == whole
    assert "empty-state" in client.get("/fr/work/?kind=translation").content.decode()


@pytest.mark.parametrize("who", ["host_member", "french_coordinator"])
@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_any_amount_of_work(
    who, number, host, partnership, drawn_each_time, request, signed_in, django_assert_num_queries
):
    client = signed_in(request.getfixturevalue(who))
    budget = YearBudgetFactory(partnership=partnership)
    ImmersionFactory(partnership=partnership)
    for month in range(1, number + 1):
        ClaimFactory(
            budget=budget, submitted=True, starts_on=datetime.date(2026, month, 1), ends_on=datetime.date(2026, month, 27)
        )
    MinutesFactory.create_batch(number)
    Meeting.objects.update(state="held")
    PromiseFactory.create_batch(number, owed_by=host)
    ProjectFactory.create_batch(number, returned=True, lead=host)
    client.get("/fr/")
    with django_assert_num_queries({"host_member": 35, "french_coordinator": 4}[who]):
        client.get("/fr/")
