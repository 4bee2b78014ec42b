"""Mobile phone numbers of mainland China."""

import re
from dataclasses import dataclass, field

from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers.typing_forms import canonical_number
from xinan.kernel.text import Text

_FORM = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = re.compile(r"^(?:\+|00)86")


@dataclass(frozen=True, slots=True)
class Phone:
    """A mobile number of 11 digits. Neither `str` nor `repr` shows it: only `.number` does.

    Raises InvalidValue (`phone-format`), never holding the number.

    >>> Phone.parse("+86 138-0000-1234").masked
    '138****1234'
    """

    number: str = field(repr=False)

    def __post_init__(self) -> None:
        if _FORM.fullmatch(self.number) is None:
            raise InvalidValue(
                "phone-format",
                Text("手机号码格式不正确。", "The mobile number is not readable."),
                Text("填写 11 位手机号码，以 13 至 19 开头。", "Give 11 digits beginning with 13 to 19."),
            )

    @classmethod
    def parse(cls, text: str) -> "Phone":
        """Read a number as people type it: +86, grouping spaces or hyphens and full-width digits are accepted."""
        return cls(_COUNTRY.sub("", canonical_number(text), count=1))

    @property
    def masked(self) -> str:
        """The first three and the last four, for screens."""
        return f"{self.number[:3]}****{self.number[-4:]}"

    def __str__(self) -> str:
        return self.masked
