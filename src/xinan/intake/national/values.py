"""One value of a message: as it should be, or what is wrong with it in the interface's own words."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xinan.intake.national.cipher import FieldCipher, NotOurs
from xinan.intake.national.codes import FOREIGN_BANKS, TABLES
from xinan.intake.national.fields import Field, Kind
from xinan.intake.reading.cells import parse_cell
from xinan.intake.reading.dates import in_china
from xinan.intake.reading.faults import shown
from xinan.intake.sheets.columns import CellKind, SheetColumn
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CreditCode
from xinan.kernel.regions import region
from xinan.kernel.text import Text

LARGEST_IMAGE = 50 * 1024  # bytes; the standard's own limit for a head image
LARGEST_SCAN = 2 * 1024 * 1024  # bytes; ours, for contracts and payrolls as scanned
_TOO_LARGE = 10**30
_ANY_TEXT = SheetColumn("text", "", CellKind.TEXT, Text("", ""), max_length=10_000)
_OWN_PROVINCE = "22"
# The first two figures of GB/T 2260.
_PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82),
    )
    for code in codes
)
_JPG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(Z|[+-]\d{2}(?::?\d{2})?)?")
_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])")
_NUMBER = re.compile(r"-?\d{1,16}(?:\.\d{1,15})?")
_INTEGER = re.compile(r"-?\d{1,18}")
_IDENTITY = re.compile(r"[0-9A-Z()]{5,25}")
_CARD = re.compile(r"\d{6,32}")
_WEB_SITE = re.compile(r"(?:https?://)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?(?:/\S*)?")
_DATA_URL = re.compile(r"data:image/[a-z]+;base64,")
# NUL and lone surrogates have no place in the database.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Wrong(Exception):
    """A value is not right: a code, what is wrong, what would be right. Personal values are never repeated."""

    def __init__(self, code: str, what: Text, remedy: Text) -> None:
        super().__init__(code)
        self.code, self.what, self.remedy = code, what, remedy


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a message needs: the day it came, and the sender's cipher; None where fields are in clear already."""

    today: date
    cipher: FieldCipher | None


def read_value(value: Any, field: Field, reading: Reading) -> str:
    """The value as text, in clear; empty where the message says nothing. Raises Wrong."""
    said = _said(value, field)
    if not said:
        if field.mandatory:
            raise _empty(field)
        return ""
    if field.encrypted and reading.cipher is not None:
        said = _opened(said, field, reading.cipher)
    elif len(said) > field.length and field.kind not in (Kind.IMAGE, Kind.SCAN, Kind.MOMENT):
        raise _wrong(
            field,
            "too_long",
            Text(f"超过{field.length}个字符", f"has more than {field.length} characters"),
            Text("请缩短。", "Shorten it."),
        )
    check = _CHECKS.get(field.kind)
    return check(said, field, reading) if check else said


def _said(value: Any, field: Field) -> str:
    """The text of a JSON scalar."""
    if isinstance(value, str):
        if not value.isascii() or "\x00" in value:
            _check_storable(value, field)
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int) and abs(value) < _TOO_LARGE:
        return str(value)
    if isinstance(value, Decimal) and abs(value) < _TOO_LARGE:
        return format(value, "f")
    raise _wrong(
        field,
        "type",
        Text("类型不正确", "is of the wrong type"),
        Text("应为字符串或数字。", "Give a string or a number."),
    )


def _check_storable(value: str, field: Field) -> None:
    if _UNSTORABLE.search(value):
        raise _wrong(
            field,
            "characters",
            Text("含有无法保存的字符", "holds characters that cannot be stored"),
            Text("请去掉空字符和不成对的代理字符。", "Remove NUL and lone surrogates."),
        )


def _wrong(field: Field, code: str, what: Text, remedy: Text) -> Wrong:
    return Wrong(
        f"national.{code}", Text(f"{field.name}（{field.title}）{what.zh}。", f"{field.name} {what.en}."), remedy
    )


def _empty(field: Field) -> Wrong:
    return _wrong(
        field, "empty", Text("不能为空", "may not be empty"), Text("该字段必填，请补上。", "It is mandatory: give it.")
    )


def _opened(said: str, field: Field, cipher: FieldCipher) -> str:
    try:
        value = cipher.open(said).strip()
    except NotOurs:
        raise _wrong(
            field,
            "cipher",
            Text("无法解密", "cannot be decrypted"),
            Text(
                "该字段须用本项目的 appsecret 加密：AES-256-CBC，PKCS7 填充，密钥为 appsecret 的 32 个字符，"
                "IV 为其前 16 个字符，结果做 Base64。",
                "Encrypt it with this project's appsecret: AES-256-CBC, PKCS#7, key = its 32 characters, IV = its "
                "first 16, then Base64.",
            ),
        ) from None
    _check_storable(value, field)
    if not value and field.mandatory:
        raise _empty(field)
    return value


def _text(said: str, field: Field, _reading: Reading) -> str:
    """As a sheet's cell of text is read, so that both name the same thing by the same characters."""
    value: str = parse_cell(said, _ANY_TEXT) or ""
    if not value and field.mandatory:
        raise _empty(field)
    return value


def _code(said: str, field: Field, _reading: Reading) -> str:
    table = field.codes
    if table is None:
        raise ValueError(f"field {field.name} has no code table")
    found = table.entries.get(said) and said
    # Clients send numbers for codes: 1 for 01.
    found = found or (table.by_spelling.get(said, "") if said.isascii() and said.isdigit() else "")
    if not found and table is TABLES["bankCode"] and said.isascii() and said.isdigit() and int(said) in FOREIGN_BANKS:
        found = said
    if found:
        return found
    some = "、".join(f"{key} {name}" for key, name in list(table.entries.items())[:12])
    more = "…" if len(table.entries) > 12 else ""
    raise _wrong(
        field,
        "code",
        Text(f"“{shown(said)}”不在字典中", f"“{shown(said)}” is not in its code table"),
        Text(f"{table.name.zh}可填：{some}{more}。", f"{table.name.en}, one of: {some}{more}."),
    )


def _flag(said: str, field: Field, _reading: Reading) -> str:
    if said in ("0", "1"):
        return said
    raise _wrong(field, "flag", Text("只能为 0 或 1", "is 0 or 1"), Text("0 否，1 是。", "0 no, 1 yes."))


def _credit_code(said: str, field: Field, _reading: Reading) -> str:
    try:
        return _parsed_credit_code(said)
    except InvalidValue as error:
        raise Wrong(
            error.code, Text(f"{field.name}（{field.title}）：{error.what.zh}", error.what.en), error.remedy
        ) from None


@lru_cache(maxsize=4096)
def _parsed_credit_code(said: str) -> str:
    return CreditCode.parse(said).code


def _identity(said: str, field: Field, _reading: Reading) -> str:
    number = said.replace(" ", "").replace("-", "").upper()
    if _IDENTITY.fullmatch(number) and number.isascii():
        return number
    raise _wrong(
        field,
        "format",
        Text("解密后不是证件号码", "is, once decrypted, no number of an identity document"),
        Text("居民身份证为 18 位。", "A resident identity card has 18 characters."),
    )


def _region(said: str, field: Field, _reading: Reading) -> str:
    try:
        return region(said).code
    except InvalidValue:
        raise _no_region(said, field) from None


def _place(said: str, field: Field, reading: Reading) -> str:
    """Firms come from everywhere; of other provinces only the province is checked."""
    if said.startswith(_OWN_PROVINCE):
        return _region(said, field, reading)
    if len(said) == 6 and said.isascii() and said.isdigit() and said[:2] in _PROVINCES:
        return said
    raise _no_region(said, field)


def _no_region(said: str, field: Field) -> Wrong:
    return _wrong(
        field,
        "region",
        Text(f"“{shown(said)}”不在字典中", f"“{shown(said)}” is not in its code table"),
        Text("请填 GB/T 2260 的 6 位行政区划代码。", "Give the six-figure code of GB/T 2260."),
    )


def _pattern(
    pattern: re.Pattern[str], what: Text, remedy: Text, code: str = "format"
) -> Callable[[str, Field, Reading], str]:
    def check(said: str, field: Field, _reading: Reading) -> str:
        if pattern.fullmatch(said) and said.isascii():
            return said
        raise _wrong(field, code, what, remedy)

    return check


def _day(said: str, field: Field, reading: Reading) -> str:
    try:
        if _DAY.fullmatch(said) and said.isascii():
            found = date.fromisoformat(said)
            if field.past and found > reading.today:
                raise _later(field, reading)
            return said
    except ValueError:
        pass
    raise _wrong(
        field, "format", Text("格式不正确", "is not a day"), Text("应为 yyyy-MM-dd，如 2026-03-05。", "yyyy-MM-dd.")
    )


def _moment(said: str, field: Field, reading: Reading) -> str:
    try:
        if (match := _MOMENT.fullmatch(said)) and said.isascii():
            shown = datetime.fromisoformat(match[1])
            day, at = in_china(shown.date(), shown.time(), zone=match[2] or "")
            if field.past and day > reading.today:
                raise _later(field, reading)
            return f"{day} {at}"
    except (ValueError, OverflowError):
        pass
    raise _wrong(
        field,
        "format",
        Text("格式不正确", "is not a date and time"),
        Text(
            "应为 yyyy-MM-dd HH:mm:ss，北京时间，如 2026-03-05 07:02:04；带时区的只能是 +08:00 或 Z 这样的写法。",
            "yyyy-MM-dd HH:mm:ss, China's time; a zone, if any, as in +08:00 or Z.",
        ),
    )


def _month(said: str, field: Field, reading: Reading) -> str:
    if not _MONTH.fullmatch(said) or not said.isascii():
        raise _wrong(
            field, "format", Text("格式不正确", "is not a month"), Text("应为 yyyy-MM，如 2026-03。", "yyyy-MM.")
        )
    if field.past and said > f"{reading.today:%Y-%m}":
        raise _later(field, reading)
    return said


def _later(field: Field, reading: Reading) -> Wrong:
    return _wrong(
        field,
        "future",
        Text("不能大于当前日期", "lies after today"),
        Text(
            f"今天是 {reading.today}（北京时间）；只报送已经发生的事。",
            f"Today is {reading.today} in China; report what has happened.",
        ),
    )


def _image(said: str, field: Field, _reading: Reading) -> str:
    content = _decoded(_DATA_URL.sub("", said[:40], count=1) + said[40:], field, largest=LARGEST_IMAGE)
    if not content.startswith((_JPG, _PNG)):
        raise _wrong(
            field,
            "image",
            Text("图片类型不正确", "is no jpg or png"),
            Text("只接受 jpg、jpeg、png 图片的 Base64。", "Give the Base64 of a jpg, jpeg or png."),
        )
    return said


def _scan(said: str, field: Field, _reading: Reading) -> str:
    _decoded(said, field, largest=LARGEST_SCAN)
    return said


def _decoded(said: str, field: Field, *, largest: int) -> bytes:
    # Judged by the text's length, so that nothing larger is ever decoded.
    if len(said) * 3 // 4 > largest + 2:
        raise _wrong(
            field,
            "image_size",
            Text(f"大于{largest // 1024}KB", f"is larger than {largest // 1024} KB"),
            Text(f"请压缩到 {largest // 1024}KB 以内再上传。", f"Compress it to at most {largest // 1024} KB."),
        )
    try:
        return base64.b64decode(said.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(
            field,
            "base64",
            Text("不是 Base64", "is not Base64"),
            Text("请上传文件内容的 Base64，不要上传网址。", "Give the Base64 of the content, not an address."),
        ) from None


_CHECKS: dict[Kind, Callable[[str, Field, Reading], str]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.FLAG: _flag,
    Kind.CREDIT_CODE: _credit_code,
    Kind.REGION: _region,
    Kind.PLACE: _place,
    Kind.IDENTITY: _identity,
    Kind.CARD: _pattern(
        _CARD,
        Text("解密后不是银行卡号", "is, once decrypted, no card number"),
        Text("只填 6 至 32 位数字。", "Digits only, 6 to 32."),
    ),
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.MONTH: _month,
    Kind.MONEY: _pattern(
        re.compile(r"\d{1,14}(?:\.\d{1,6})?"),
        Text("金额不正确", "is no amount"),
        Text("应为不小于 0 的数，单位元。", "Yuan, not negative."),
    ),
    Kind.NUMBER: _pattern(
        _NUMBER, Text("不是数字", "is no number"), Text("请填数字，不带单位。", "A number without a unit.")
    ),
    Kind.INTEGER: _pattern(
        _INTEGER, Text("超出范围", "is out of range"), Text("应为不超过 18 位的整数。", "A whole number.")
    ),
    Kind.IMAGE: _image,
    Kind.SCAN: _scan,
    Kind.WEB_SITE: _pattern(
        _WEB_SITE,
        Text("格式不正确", "is no address of a web site"),
        Text("应为网址，如 http://www.example.com。", "An address such as http://www.example.com."),
    ),
}
