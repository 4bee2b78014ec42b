"""Whether what relief grants may be granted: the deposit's rest, the fund's limits and balance."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from xinan.casework.relief.limits import Excess, FundLimits, Limit, excesses
from xinan.casework.relief.limits_in_force import limits_at
from xinan.casework.relief.models import Fund, Relief
from xinan.casework.relief.queries import left_of, owed_in, standing_of_fund
from xinan.casework.relief.refusals import above_limits, more_than_deposit


def granted_in(relief: Relief) -> Decimal:
    """The sum of the list."""
    total: Decimal | None = relief.rows.aggregate(sum=Sum("granted"))["sum"]
    return total or Decimal("0.00")


def granted_by_worker(relief: Relief) -> dict[int, Decimal]:
    """The sum of each worker."""
    sums: dict[int, Decimal] = defaultdict(lambda: Decimal("0.00"))
    for worker, amount in relief.rows.values_list("case_worker_id", "granted"):
        sums[worker] += amount
    return dict(sums)


def check_deposit(relief: Relief) -> None:
    """Raises InvalidValue where the list is above what is left of the deposit."""
    if relief.deposit is None:
        return
    most, asked = left_of(relief.deposit, but=relief), granted_in(relief)
    if asked > most:
        raise more_than_deposit(most, asked)


def limits_of(relief: Relief, *, on: date) -> FundLimits:
    """The limits of the fund's place for the relief, as places have set them."""
    return limits_at(relief.region_code, on=on)


def hold_limits(relief: Relief, step: str, *, on: date) -> None:
    """Keep with the relief which limits held on the day of a step, so that a later change does not rewrite it."""
    held = limits_of(relief, on=on)
    relief.limits_held = [
        *relief.limits_held,
        {
            "step": step,
            "on": f"{on:%Y-%m-%d}",
            "per_worker": str(held.per_worker),
            "months": _kept(held.months),
            "wage": str(held.wage),
            "wage_source": {"zh": held.wage_source.zh, "en": held.wage_source.en},
            "share": _kept(held.share),
            "total": str(held.total(owed_in(relief.case))),
        },
    ]
    relief.save(update_fields=["limits_held"])


def _kept(one: Limit) -> dict[str, object]:
    return {
        "value": str(one.value),
        "from": f"{one.from_on:%Y-%m-%d}",
        "region": one.region,
        "source": {"zh": one.source.zh, "en": one.source.en},
        "is_default": one.is_default,
    }


def exceeding(relief: Relief, *, on: date) -> list[Excess]:
    """What the list exceeds now."""
    if relief.fund is None:
        return []
    return excesses(
        granted_by_worker(relief),
        owed=owed_in(relief.case),
        balance=standing_of_fund(relief.fund, but=relief).left,
        limits=limits_of(relief, on=on),
    )


def check_fund(relief: Relief, *, on: date) -> None:
    """Raises InvalidValue with the figure and the law. The fund's row is held, so that two at once see each other."""
    if relief.fund_id is not None:
        Fund.objects.select_for_update().get(pk=relief.fund_id)
    found = exceeding(relief, on=on)
    if found:
        raise above_limits(found)
