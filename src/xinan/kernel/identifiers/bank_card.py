"""Bank card numbers (ISO/IEC 7812). The Luhn check warns and never blocks: some passbook accounts do not follow it."""

import re
from dataclasses import dataclass, field

from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers.typing_forms import canonical_number
from xinan.kernel.text import Text

_FORM = re.compile(r"[0-9]{12,19}")


def luhn_digit(digits: str) -> str:
    """The last digit that makes `digits` pass the Luhn check.

    >>> luhn_digit("7992739871")
    '3'
    """
    total = sum(_luhn_value(int(digit), doubled=place % 2 == 0) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _luhn_value(digit: int, *, doubled: bool) -> int:
    return sum(divmod(digit * 2, 10)) if doubled else digit


@dataclass(frozen=True, slots=True)
class BankCard:
    """A card or passbook number of 12 to 19 digits. Neither `str` nor `repr` shows it: only `.number` does.

    Raises InvalidValue (`bank-card-digits`), never holding the number.

    >>> card = BankCard.parse("6222 0000 0000 0000 000")
    >>> card.luhn_ok, card.masked
    (False, '**** 0000')
    """

    number: str = field(repr=False)

    def __post_init__(self) -> None:
        if _FORM.fullmatch(self.number) is None:
            raise InvalidValue(
                "bank-card-digits",
                Text("银行卡号不是 12 至 19 位数字。", "The bank card number does not have 12 to 19 digits."),
                Text(
                    "填写完整卡号；在表格中请将该列设为文本，以免末几位变成 0。",
                    "Give the whole number; in a spreadsheet make the column text, or its last digits turn to 0.",
                ),
            )

    @classmethod
    def parse(cls, text: str) -> "BankCard":
        """Read a number as people type it: grouping spaces or hyphens and full-width digits are accepted."""
        return cls(canonical_number(text))

    @property
    def luhn_ok(self) -> bool:
        """Whether the last digit fits; False calls for a second look, not for refusal."""
        return luhn_digit(self.number[:-1]) == self.number[-1]

    @property
    def masked(self) -> str:
        """The last four, for screens."""
        return f"**** {self.number[-4:]}"

    def __str__(self) -> str:
        return self.masked
