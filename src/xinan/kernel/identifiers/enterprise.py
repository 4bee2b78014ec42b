"""The unified social credit code 统一社会信用代码 (GB 32100-2015) and the organisation code in it (GB 11714-1997)."""

import re
from dataclasses import dataclass

from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers.typing_forms import canonical
from xinan.kernel.text import Text

# No I, O, S, V, Z: they are too like 1, 0, 5, U, 2.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LENGTH = 18
_FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def check_character(first17: str) -> str:
    """The 18th character for the first 17.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(weight * _VALUES[character] for weight, character in zip(_WEIGHTS, first17, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """The ninth character of an organisation code for its first eight (digits and A to Z).

    >>> organisation_check_character("D2143569")
    'X'
    """
    total = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, first8, strict=True))
    return "0123456789X"[-total % 11]


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A valid unified social credit code of an enterprise or body; not personal data.

    Raises InvalidValue: `credit-code-length`, `credit-code-characters`, `credit-code-organisation` where the
    organisation code in places 9 to 17 fails its own check, `credit-code-checksum`.

    >>> CreditCode.parse("91350100m000100y43").organisation_code
    'M000100Y4'
    """

    code: str

    def __post_init__(self) -> None:
        _check(self.code)

    @classmethod
    def parse(cls, text: str) -> "CreditCode":
        """Read a code as people type it: lower case, full-width characters and surrounding spaces are accepted."""
        return cls(canonical(text))

    @property
    def registrar(self) -> str:
        """Who registered it: 1 编办, 5 民政, 9 市场监管, Y other."""
        return self.code[0]

    @property
    def region_code(self) -> str:
        """Six digits: region of the registrar; 100000 is the state."""
        return self.code[2:8]

    @property
    def organisation_code(self) -> str:
        """The nine characters of GB 11714."""
        return self.code[8:17]

    def __str__(self) -> str:
        return self.code


def _check(code: str) -> None:
    if len(code) != _LENGTH:
        raise _fault(
            "length",
            Text("统一社会信用代码不是 18 位。", "The credit code does not have 18 characters."),
            Text("填写营业执照上的 18 位代码。", "Give the 18 characters printed on the licence."),
        )
    if _FORM.fullmatch(code) is None:
        raise _fault(
            "characters",
            Text("统一社会信用代码含有不允许的字符。", "The credit code has characters that do not belong in it."),
            Text(
                "第 3 至 8 位为数字，其余为数字或大写字母（不含 I、O、S、V、Z）。",
                "Places 3 to 8 are digits, the rest digits or capitals without I, O, S, V and Z.",
            ),
        )
    if organisation_check_character(code[8:16]) != code[16]:
        raise _fault(
            "organisation",
            Text(
                "统一社会信用代码第 9 至 17 位（组织机构代码）校验不符。",
                "Places 9 to 17 of the credit code (the organisation code) fail their own check.",
            ),
            Text("对照营业执照逐位核对。", "Compare each character with the licence."),
        )
    if check_character(code[:17]) != code[17]:
        raise _fault(
            "checksum",
            Text("统一社会信用代码的校验位不符。", "The check character of the credit code does not match."),
            Text("对照营业执照逐位核对。", "Compare each character with the licence."),
        )


def _fault(code: str, what: Text, remedy: Text) -> InvalidValue:
    return InvalidValue(f"credit-code-{code}", what, remedy)
