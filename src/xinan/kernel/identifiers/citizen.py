"""The citizen ID number 公民身份号码 (GB 11643-1999), and the residence cards that share its form."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers.typing_forms import canonical
from xinan.kernel.text import Text

# Provinces of GB/T 2260. The last four digits of the region are not checked: cards outlive repealed codes.
PROVINCES = frozenset(
    str(code)
    for block in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71,))
    for code in block
)
# Residence permits of Hong Kong, Macau and Taiwan residents.
RESIDENCE_PERMITS = frozenset({"81", "82", "83"})
# The permanent residence card of a foreigner begins with 9.
FOREIGN_RESIDENT = "9"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_LENGTH = 18
_FORM = re.compile(r"[0-9]{17}[0-9X]")
# Nobody alive is older; earlier years are typing errors.
_EARLIEST_BIRTH = date(1900, 1, 1)


def check_digit(first17: str) -> str:
    """The 18th character for the first 17 digits.

    >>> check_digit("11010519491231002")
    'X'
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECK_DIGITS[total % 11]


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A valid citizen ID number. Neither `str` nor `repr` shows it: only `.number` does.

    Raises InvalidValue, never holding the number: `citizen-id-length`, `citizen-id-characters`,
    `citizen-id-province`, `citizen-id-birth-date`, `citizen-id-checksum`.

    >>> someone = CitizenId.parse(" 11010519491231002x")
    >>> someone.birth_on, someone.sex, someone.masked
    (datetime.date(1949, 12, 31), 'female', '110***********002X')
    """

    number: str = field(repr=False)

    def __post_init__(self) -> None:
        _check(self.number)

    @classmethod
    def parse(cls, text: str) -> "CitizenId":
        """Read a number as people type it: a lower-case x, full-width digits and surrounding spaces are accepted."""
        return cls(canonical(text))

    @property
    def region_code(self) -> str:
        """The six digits of the place of first registration; may be repealed, for foreigners it is no region."""
        return self.number[:6]

    @property
    def birth_on(self) -> date:
        """Date of birth."""
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def sex(self) -> Literal["male", "female"]:
        """By the 17th digit: odd male, even female."""
        return "male" if int(self.number[16]) % 2 else "female"

    @property
    def masked(self) -> str:
        """The first three and the last four, for screens."""
        return f"{self.number[:3]}{'*' * 11}{self.number[-4:]}"

    def __str__(self) -> str:
        return self.masked


def _check(number: str) -> None:
    if len(number) != _LENGTH:
        raise _fault(
            "length",
            Text("身份证号码不是 18 位。", "The ID number does not have 18 characters."),
            Text("填写第二代身份证上的 18 位号码。", "Give the 18 characters printed on the card."),
        )
    if _FORM.fullmatch(number) is None:
        raise _fault(
            "characters",
            Text("身份证号码含有不允许的字符。", "The ID number has characters that do not belong in it."),
            Text("前 17 位为数字，末位为数字或 X。", "17 digits, then a digit or X."),
        )
    if number[:2] not in PROVINCES | RESIDENCE_PERMITS and number[0] != FOREIGN_RESIDENT:
        raise _fault(
            "province",
            Text("身份证号码的前两位不是省级代码。", "The ID number does not begin with the code of a province."),
            Text("对照证件核对前两位。", "Check the first two digits against the card."),
        )
    if not _is_birth_date(number[6:14]):
        raise _fault(
            "birth-date",
            Text(
                "身份证号码第 7 至 14 位不是有效的出生日期。", "Places 7 to 14 of the ID number are no date of birth."
            ),
            Text("对照证件核对出生日期。", "Check the date of birth against the card."),
        )
    if check_digit(number[:17]) != number[17]:
        raise _fault(
            "checksum",
            Text("身份证号码的校验位不符。", "The check character of the ID number does not match."),
            Text("多为录入错误，对照证件逐位核对。", "Most often a typing error: compare each digit with the card."),
        )


def _is_birth_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) >= _EARLIEST_BIRTH
    except ValueError:
        return False


def _fault(code: str, what: Text, remedy: Text) -> InvalidValue:
    return InvalidValue(f"citizen-id-{code}", what, remedy)
