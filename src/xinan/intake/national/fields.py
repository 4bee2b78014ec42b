"""What a field of a message is, as data: the methods are tables of these."""

from dataclasses import dataclass, replace
from enum import StrEnum

from xinan.intake.national.codes import TABLES
from xinan.intake.sheets.columns import CodeTable


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CODE = "code"
    FLAG = "flag"  # 0 or 1
    CREDIT_CODE = "credit code"  # 统一社会信用代码
    REGION = "region"  # GB/T 2260, of this province
    PLACE = "place"  # GB/T 2260, of any province
    IDENTITY = "identity"  # number of an identity document
    CARD = "card"  # number of a bank card or account
    DAY = "yyyy-MM-dd"
    MOMENT = "yyyy-MM-dd HH:mm:ss"
    MONTH = "yyyy-MM"
    MONEY = "amount"  # yuan
    NUMBER = "number"
    INTEGER = "integer"
    IMAGE = "image"  # jpg or png, Base64
    SCAN = "scan"  # any file, Base64
    WEB_SITE = "web site"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the message, its Chinese title, and what is right.

    `encrypted` fields travel under AES. `past` refuses what lies after today. `parts` are the fields of a list's
    items, `most` how many items there may be.
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    mandatory: bool = False
    length: int = 200
    encrypted: bool = False
    past: bool = False
    codes: CodeTable | None = None
    parts: tuple["Field", ...] = ()
    most: int = 0

    @property
    def needed(self) -> "Field":
        """The same field, mandatory."""
        return replace(self, mandatory=True)


def text(name: str, title: str, length: int = 200) -> Field:
    """Free text."""
    return Field(name, title, length=length)


def code(name: str, title: str, table: str = "") -> Field:
    """A code of a table of the standard; the table is that of the field's name unless another is given."""
    return Field(name, title, Kind.CODE, length=20, codes=TABLES[table or name])


def day(name: str, title: str, *, past: bool = False) -> Field:
    """A calendar day."""
    return Field(name, title, Kind.DAY, length=10, past=past)


def moment(name: str, title: str, *, past: bool = False) -> Field:
    """A date with its time of day, China's time."""
    return Field(name, title, Kind.MOMENT, length=19, past=past)


def secret(name: str, title: str, kind: Kind = Kind.TEXT) -> Field:
    """A field under AES."""
    return Field(name, title, kind, length=100, encrypted=True)


def identity(name: str, title: str) -> Field:
    """The number of an identity document, under AES."""
    return secret(name, title, Kind.IDENTITY)


def items(name: str, title: str, parts: tuple[Field, ...], *, most: int) -> Field:
    """A short list inside a message or a line."""
    return Field(name, title, Kind.LIST, parts=parts, most=most)


PROJECT = text("projectCode", "项目编码", 32)
CORP_CODE = Field("corpCode", "企业统一社会信用代码", Kind.CREDIT_CODE, length=18)
CORP_NAME = text("corpName", "企业名称")
TEAM_NUMBER = Field("teamSysNo", "班组编号", Kind.INTEGER, length=18)
TEAM_NAME = text("teamName", "班组名称", 100)
ID_TYPE = code("idCardType", "证件类型")
ID_NUMBER = identity("idCardNumber", "证件号码")
ATTACHMENT = (text("name", "附件名称").needed, Field("data", "附件内容", Kind.SCAN).needed)
