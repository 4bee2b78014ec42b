"""Money: yuan as `Decimal` with two places. Never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

CENT = Decimal("0.01")
# decimal(18,2), the width of every amount column.
LARGEST = Decimal("9999999999999999.99")
_WAN = Decimal(10_000)
_AMOUNT_TEXT = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


def yuan(value: str | int | Decimal) -> Decimal:
    """An amount in yuan with exactly two places.

    Text may have surrounding spaces and thousands separators. Raises InvalidValue: `amount-type` for a float (binary
    fractions are not money), `amount-format`, `amount-decimals` where more than two decimals matter, `amount-range`
    beyond 18 digits.

    >>> yuan("1,234.5"), yuan(7)
    (Decimal('1234.50'), Decimal('7.00'))
    """
    exact = _exact(value)
    # Range first: quantizing needs the number to fit the arithmetic context.
    if abs(exact) > LARGEST:
        raise InvalidValue(
            "amount-range",
            Text("金额超出范围。", "The amount is out of range."),
            Text("金额最多 16 位整数、2 位小数。", "An amount has at most 16 digits before and 2 after the point."),
        )
    rounded = exact.quantize(CENT)
    if rounded != exact:
        raise InvalidValue(
            "amount-decimals",
            Text("金额的小数多于两位。", "The amount has more than two decimals."),
            Text("金额精确到分，例如 1234.50。", "Give the amount to the cent, for example 1234.50."),
        )
    return rounded + 0  # -0.00 becomes 0.00


def round_yuan(value: Decimal) -> Decimal:
    """Rounded to the cent, halves away from zero (四舍五入).

    >>> round_yuan(Decimal("2.345")), round_yuan(Decimal("-2.345"))
    (Decimal('2.35'), Decimal('-2.35'))
    """
    return value.quantize(CENT, rounding=ROUND_HALF_UP) + 0


def format_yuan(amount: Decimal) -> str:
    """For people, to the cent.

    >>> format_yuan(Decimal("1234.5")), format_yuan(Decimal("-3"))
    ('¥1,234.50', '-¥3.00')
    """
    rounded = round_yuan(amount)
    return f"{'-' if rounded < 0 else ''}¥{abs(rounded):,.2f}"


def format_wan(amount: Decimal) -> str:
    """For people, in ten thousand yuan (万元), two places.

    >>> format_wan(Decimal("123450"))
    '12.35 万元'
    """
    return f"{round_yuan(amount / _WAN):,.2f} 万元"


def _exact(value: str | int | Decimal) -> Decimal:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise _bad_format()
        return value
    if isinstance(value, str):
        text = value.strip()
        if _AMOUNT_TEXT.fullmatch(text) is None:
            raise _bad_format()
        return Decimal(text.replace(",", ""))
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(
            "amount-type",
            Text("金额不能是浮点数或布尔值。", "An amount cannot be a float or a truth value."),
            Text("以文本、整数或十进制数给出金额。", "Give the amount as text, a whole number or a Decimal."),
        )
    return Decimal(value)


def _bad_format() -> InvalidValue:
    return InvalidValue(
        "amount-format",
        Text("金额无法识别。", "The amount is not readable."),
        Text("只写数字，例如 1234.50。", "Write digits only, for example 1234.50."),
    )
