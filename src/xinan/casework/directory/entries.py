"""An entry of the directory as it is given: checked, with what is wrong named by its field. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from xinan.casework.directory.enums import Kind
from xinan.casework.directory.refusals import bad_field
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import REGIONS, region
from xinan.kernel.text import Text

_PHONE = re.compile(r"[0-9０-９()（）\-—、,，;；/ 转]{3,60}")
_KINDS = {str(kind.label): kind for kind in Kind} | {kind.value: kind for kind in Kind}
_SHORT = {
    "监察": Kind.INSPECTION, "仲裁": Kind.ARBITRATION, "法院": Kind.COURT, "法律援助": Kind.LEGAL_AID, "调解": Kind.MEDIATION,
    "信访": Kind.PETITION, "公安": Kind.POLICE, "派出所": Kind.POLICE, "工会": Kind.UNION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A public body as an officer or a row of a file gives it."""

    kind: str
    name: str
    region: str
    address: str
    phone: str
    hours: str
    source: str
    valid_from: date
    valid_to: date | None = None


def faults_of(entry: Entry) -> list[tuple[str, InvalidValue]]:
    """What is wrong, by field; empty for an entry that will do."""
    found = []
    if kind_of(entry.kind) is None:
        found.append(("kind", bad_field(Text("类别", "Kind"), _one_of_kinds())))
    if region_of(entry.region) is None:
        remedy = Text("填写县（市、区）名称或六位代码。", "Give the county's name or its code of six digits.")
        found.append(("region", bad_field(Text("地区", "Place"), remedy)))
    for name, title, text in (
        ("name", Text("名称", "Name"), entry.name),
        ("address", Text("地址", "Address"), entry.address),
        ("source", Text("来源", "Source"), entry.source),
    ):
        if not text.strip():
            found.append((name, bad_field(title, Text("不能空着。", "It may not be blank."))))
    if _PHONE.fullmatch(entry.phone.strip()) is None:
        found.append(("phone", bad_field(Text("电话", "Phone"), Text("例如 0431-12333。", "Such as 0431-12333."))))
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        found.append(("valid_to", bad_field(Text("至", "To"), Text("不早于起日。", "Not before the first day."))))
    return found


def kind_of(text: str) -> Kind | None:
    """The kind of this name, its code, or a word of it.

    >>> kind_of("法律援助中心") is Kind.LEGAL_AID, kind_of("县仲裁院") is Kind.ARBITRATION, kind_of("邮局")
    (True, True, None)
    """
    cleaned = text.strip()
    return _KINDS.get(cleaned) or next((kind for word, kind in _SHORT.items() if word in cleaned), None)


def region_of(text: str) -> str | None:
    """The code of a place given by code, or by a name that only one place of today has."""
    cleaned = text.strip()
    try:
        return region(cleaned).code
    except InvalidValue:
        named = [place.code for place in REGIONS if place.valid_to is None and place.name == cleaned]
        return named[0] if len(named) == 1 else None


def _one_of_kinds() -> Text:
    names = "、".join(str(kind.label) for kind in Kind)
    return Text(f"填写其中之一：{names}。", "Give one of: " + ", ".join(kind.value for kind in Kind) + ".")
