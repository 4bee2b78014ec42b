"""What the database refuses, whoever writes; and that the refusal says what would be right."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.registry.factories import DepositFactory, ProjectFactory, WageAccountFactory
from tests.workforce.factories import EmploymentFactory, WorkerFactory

pytestmark = pytest.mark.django_db

REFUSED = [
    (ProjectFactory, {"pay_day": 32}, "project_pay_day"),
    (ProjectFactory, {"pay_day": 0}, "project_pay_day"),
    (ProjectFactory, {"labour_cost_ratio": Decimal("25")}, "project_labour_cost_ratio"),
    (ProjectFactory, {"industry": "fishing"}, "project_industry"),
    (ProjectFactory, {"completed_on": date(2026, 3, 31)}, "project_ends_after_start"),
    (ProjectFactory, {"contract_price": Decimal("-0.01")}, "project_price_not_negative"),
    (WageAccountFactory, {"closed_on": date(2026, 3, 19)}, "account_closes_later"),
    (DepositFactory, {"kind": "promise"}, "deposit_kind"),
    (WorkerFactory, {"sex": "男"}, "worker_sex"),
    (EmploymentFactory, {"post": "boss"}, "employment_post"),
    (EmploymentFactory, {"left_on": date(2026, 3, 31)}, "employment_ends_later"),
    (PayrollLineFactory, {"wage_month": "2026-13"}, "payroll_line_month"),
    (PayrollLineFactory, {"wage_month": "2026-1"}, "payroll_line_month"),
    (PayrollLineFactory, {"days": Decimal("31.5")}, "payroll_line_days"),
    (WagePaymentFactory, {"status": "pending"}, "wage_payment_status"),
    (WagePaymentFactory, {"amount": Decimal("-1")}, "wage_payment_not_negative"),
    (AccountEntryFactory, {"direction": "up"}, "account_entry_direction"),
    (AccountEntryFactory, {"wage_month": "202609"}, "account_entry_month"),
]


@pytest.mark.parametrize(("factory", "values", "constraint"), REFUSED, ids=[f"{c}-{v}" for _, v, c in REFUSED])
def test_a_wrong_value_is_refused_by_name_and_in_words(factory, values, constraint) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory(**values)
    row = factory()
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    # Django's own sentence would name the constraint; ours says what would be right.
    assert constraint not in str(refusal.value)


@pytest.mark.parametrize(
    ("factory", "values"),
    [
        (ProjectFactory, {"labour_cost_ratio": None, "labour_cost_monthly": None, "started_on": None}),
        (ProjectFactory, {"pay_day": 31, "completed_on": date(2026, 4, 1)}),
        (WorkerFactory, {"sex": None, "birth_on": None, "wage_card": None}),
        (AccountEntryFactory, {"wage_month": None}),
        (PayrollLineFactory, {"days": Decimal(0), "payable": Decimal(0)}),
        (EmploymentFactory, {"left_on": date(2026, 4, 1), "team": None, "day_rate": None}),
    ],
)
def test_what_the_vocabulary_allows_is_taken(factory, values) -> None:
    assert factory(**values).pk
