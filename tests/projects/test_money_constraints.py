"""What the database itself refuses about projects and their money, broken on purpose."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from projects.models import AuthorityPayment, DecreeLine, LogEntry
from tests.factories.meetings import NOW
from tests.factories.projects import (
    DAY,
    BudgetLineFactory,
    DecreeFactory,
    DecreeLineFactory,
    FundingFactory,
    PaymentFactory,
    ProjectFactory,
    SupplementFactory,
)

pytestmark = pytest.mark.django_db
BEFORE = DAY - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("make", "values", "name"),
    [
        (ProjectFactory, {"state": "abandoned"}, "project_state_known"),
        (ProjectFactory, {"title_fr": "", "title_nl": ""}, "project_has_a_title"),
        (ProjectFactory, {"code": ""}, "project_has_a_title"),
        (ProjectFactory, {"period_start": DAY, "period_end": BEFORE}, "project_period_in_order"),
        (ProjectFactory, {"state": "submitted"}, "project_submitted_on_a_day"),
        (ProjectFactory, {"state": "refused"}, "project_submitted_on_a_day"),
        (FundingFactory, {"source": "lottery"}, "funding_source_known"),
        (FundingFactory, {"source": "other"}, "funding_other_source_is_named"),
        (FundingFactory, {"source_name": "Province"}, "funding_other_source_is_named"),
        (FundingFactory, {"asked": Decimal("-0.01")}, "funding_not_negative"),
        (FundingFactory, {"granted": Decimal("-0.01")}, "funding_not_negative"),
        (FundingFactory, {"year": 2013}, "funding_year_of_the_fund"),
        (FundingFactory, {"year": 2061}, "funding_year_of_the_fund"),
        (BudgetLineFactory, {"category": "parties"}, "budget_line_choices_known"),
        (BudgetLineFactory, {"method": "guess"}, "budget_line_choices_known"),
        (BudgetLineFactory, {"planned": Decimal("-0.01")}, "budget_line_not_negative"),
        (BudgetLineFactory, {"actual": Decimal("-0.01")}, "budget_line_not_negative"),
        (BudgetLineFactory, {"year": 2013}, "budget_line_year_of_the_fund"),
        (BudgetLineFactory, {"units": 1, "unit_price": 1}, "budget_line_units_times_price"),
        (BudgetLineFactory, {"method": "unit_cost"}, "budget_line_units_times_price"),
        (
            BudgetLineFactory,
            {"method": "unit_cost", "units": 3, "unit_price": Decimal("3.33"), "planned": Decimal("10.00")},
            "budget_line_units_times_price",
        ),
        (BudgetLineFactory, {"rate": 15}, "budget_line_flat_rate_has_a_rate"),
        (BudgetLineFactory, {"rate_base": "staff"}, "budget_line_flat_rate_has_a_rate"),
        (BudgetLineFactory, {"method": "flat_rate", "rate_base": "staff"}, "budget_line_flat_rate_has_a_rate"),
        (BudgetLineFactory, {"method": "flat_rate", "rate": 15}, "budget_line_flat_rate_has_a_rate"),
        (BudgetLineFactory, {"method": "flat_rate", "rate": 101, "rate_base": "staff"}, "budget_line_flat_rate_has_a_rate"),
        (BudgetLineFactory, {"method": "flat_rate", "rate": 15, "rate_base": "all"}, "budget_line_flat_rate_has_a_rate"),
        (SupplementFactory, {"asked": Decimal("-0.01")}, "supplement_not_negative"),
        (SupplementFactory, {"granted": Decimal("-0.01")}, "supplement_not_negative"),
        (DecreeFactory, {"reference": ""}, "decree_has_a_reference"),
        (DecreeFactory, {"published_on": BEFORE}, "decree_signed_before_published"),
        (DecreeLineFactory, {"amount": Decimal(0)}, "decree_line_grants_something"),
    ],
)
def test_a_wrong_value_is_refused(make, values, name):
    record = make()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def test_an_amount_that_is_units_times_price_to_the_cent_is_taken():
    line = BudgetLineFactory(method="unit_cost", units=Decimal("3.33"), unit_price=Decimal("3.33"), planned=Decimal("11.09"))
    assert line.planned == Decimal("11.09")


@pytest.mark.parametrize(
    ("make", "same", "name"),
    [
        (ProjectFactory, ("call", "code"), "project_code_once_in_a_call"),
        (FundingFactory, ("project", "source", "source_name", "year"), "funding_once_a_year"),
        (SupplementFactory, ("project", "partner"), "supplement_once_a_partner"),
        (DecreeFactory, ("call", "reference"), "decree_once"),
        (DecreeLineFactory, ("decree", "project", "organisation"), "decree_line_once"),
        (PaymentFactory, ("project", "reference"), "payment_reference_once"),
    ],
)
def test_a_second_row_of_the_same_is_refused(make, same, name):
    first = make()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**{column: getattr(first, column) for column in same})


def test_a_supplement_without_a_partner_is_refused():
    with pytest.raises(IntegrityError, match="partner_id"), transaction.atomic():
        SupplementFactory(partner=None)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": "gift"}, "payment_kind_known"),
        ({"amount": Decimal(0)}, "payment_positive_or_a_reversal"),
        ({"amount": Decimal("-10.00")}, "payment_positive_or_a_reversal"),
        ({"reason": "Wrong project"}, "payment_positive_or_a_reversal"),
        ({"reference": ""}, "payment_has_a_reference"),
    ],
)
def test_a_wrong_payment_is_refused(values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PaymentFactory(**values)


def reversal(of: AuthorityPayment, **values) -> AuthorityPayment:
    return PaymentFactory(
        **{"project": of.project, "reference": of.reference, "reverses": of, "amount": -of.amount, "reason": "Wrong", **values}
    )


def test_a_payment_is_reversed_once_below_zero_and_with_a_reason():
    payment = PaymentFactory()
    for values, name in (({"reason": ""}, "payment_positive"), ({"amount": payment.amount}, "payment_positive")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            reversal(payment, **values)
    reversal(payment)
    with pytest.raises(IntegrityError, match="reverses_id"), transaction.atomic():
        reversal(payment)


@pytest.mark.parametrize(
    "statement", ["UPDATE projects_authoritypayment SET amount = 1", "DELETE FROM projects_authoritypayment"]
)
def test_a_payment_is_neither_changed_nor_deleted(statement):
    payment = PaymentFactory()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuthorityPayment.objects.get().amount == payment.amount


def test_a_line_of_a_decree_is_corrected_and_never_deleted():
    line = DecreeLineFactory()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        line.delete()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM projects_decreeline")
    DecreeLine.objects.update(amount=Decimal("1.00"))
    assert DecreeLine.objects.get().amount == Decimal("1.00")


@pytest.mark.parametrize("statement", ["UPDATE projects_logentry SET comment = 'x'", "DELETE FROM projects_logentry"])
def test_the_log_is_only_added_to(statement):
    project = ProjectFactory()
    LogEntry.objects.create(call=project.call, project=project, subject="project", action="submit", by=project.created_by, at=NOW)
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LogEntry.objects.get().comment == ""
