"""A sum for a run of months, month by month. Pure."""

from decimal import ROUND_DOWN, Decimal

from xinan.kernel.period import Month

_CENT = Decimal("0.01")


def by_months(amount: Decimal, *, from_month: str, to_month: str) -> list[tuple[str, Decimal]]:
    """Equal parts in whole cents, the last takes what is left; months whose part would be nothing are left out.

    >>> by_months(Decimal("100.00"), from_month="2026-08", to_month="2026-10")
    [('2026-08', Decimal('33.33')), ('2026-09', Decimal('33.33')), ('2026-10', Decimal('33.34'))]
    """
    months = [from_month]
    while months[-1] < to_month:
        months.append(str(Month.parse(months[-1]).next))
    part = (amount / len(months)).quantize(_CENT, rounding=ROUND_DOWN)
    parts = [(month, part) for month in months[:-1]]
    parts.append((months[-1], amount - part * (len(months) - 1)))
    return [(month, own) for month, own in parts if own > 0]
