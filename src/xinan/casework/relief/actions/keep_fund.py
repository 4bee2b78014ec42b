"""Opens a fund, puts money in."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from xinan.casework.relief.enums import EntryKind
from xinan.casework.relief.models import Fund, FundEntry
from xinan.casework.relief.policies import keeps_fund, visible_fund
from xinan.casework.relief.refusals import future_day, missing, not_yours
from xinan.kernel.errors import Conflict
from xinan.kernel.regions import REGIONS
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.reckoning import day_of

WORDS = 300


@transaction.atomic
def open_fund(
    *, name: str, region_code: str, opened_on: date, amount: Decimal, by: User, scope: Scope, now: datetime
) -> Fund:
    """The fund with its first money. Raises NotAllowed, InvalidValue, Conflict where the place has one."""
    if by.organisation is None or not keeps_fund(scope, region_code=region_code):
        raise not_yours(Text("设立应急周转金", "open a fund"))
    if region_code not in {place.code for place in REGIONS} or not name.strip():
        raise missing(Text("名称和地区", "Name and place"))
    if opened_on > day_of(now):
        raise future_day()
    try:
        with transaction.atomic():
            fund = Fund.objects.create(
                name=name.strip()[:100],
                region_code=region_code,
                office=by.organisation,
                opened_on=opened_on,
                opened_by=by,
            )
    except IntegrityError as error:
        raise Conflict(
            "fund-there",
            Text("该地区已有应急周转金。", "The place has a fund."),
            Text("在原有账簿中登记拨入。", "Enter what is added in its book."),
        ) from error
    if amount > 0:
        _enter(fund, amount, on=opened_on, words="设立", by=by, now=now)
    return fund


@transaction.atomic
def add_to_fund(
    fund_id: int, *, amount: Decimal, on: date, words: str, by: User, scope: Scope, now: datetime
) -> FundEntry:
    """The entry. Raises NotFound, NotAllowed, InvalidValue."""
    fund = visible_fund(scope, fund_id=fund_id)
    if not keeps_fund(scope, region_code=fund.region_code):
        raise not_yours(Text("登记拨入", "put money into the fund"))
    Fund.objects.select_for_update().get(pk=fund.pk)
    if amount <= 0:
        raise missing(Text("大于零的金额", "A sum above zero"))
    if not fund.opened_on <= on <= day_of(now):
        raise future_day()
    return _enter(fund, amount, on=on, words=words, by=by, now=now)


def _enter(fund: Fund, amount: Decimal, *, on: date, words: str, by: User, now: datetime) -> FundEntry:
    return FundEntry.objects.create(
        fund=fund, kind=EntryKind.ADDED, amount=amount, on=on, words=words[:WORDS], by=by, at=now
    )
