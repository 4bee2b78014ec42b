"""What the columns of an export are called, and which of them is which. The platform's own form is not published: an
office says once which column is which, and its next export is understood without asking."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class PlatformColumn:
    """A column of ours, the titles it is known by, and whether a file without it is of no use."""

    name: str
    title: Text
    titles: tuple[str, ...]
    required: bool = False


COLUMNS: Final = (
    PlatformColumn("number", Text("平台编号", "Platform number"), ("线索编号", "平台编号", "编号", "受理编号"), required=True),
    PlatformColumn("received_on", Text("反映日期", "Day told"), ("反映日期", "反映时间", "提交时间", "登记时间")),
    PlatformColumn("words", Text("反映内容", "Words"), ("反映内容", "诉求内容", "问题描述", "线索内容")),
    PlatformColumn("employer", Text("被反映单位", "Employer"), ("被反映单位", "用人单位", "欠薪单位", "单位名称", "企业名称")),
    PlatformColumn("site", Text("项目或地址", "Site"), ("项目名称", "工程名称", "欠薪地址", "工作地点", "详细地址")),
    PlatformColumn("region", Text("欠薪属地", "Place"), ("欠薪属地", "属地", "所在区县", "区县", "行政区划代码")),
    PlatformColumn("from_month", Text("欠薪起始月份", "From month"), ("欠薪起始月份", "欠薪开始时间", "起始月份")),
    PlatformColumn("to_month", Text("欠薪截止月份", "To month"), ("欠薪截止月份", "欠薪结束时间", "截止月份")),
    PlatformColumn("amount", Text("欠薪金额（元）", "Amount (yuan)"), ("欠薪金额", "涉及金额", "金额")),
    PlatformColumn("workers", Text("涉及人数", "Workers"), ("涉及人数", "欠薪人数", "人数")),
    PlatformColumn("name", Text("反映人姓名", "Name"), ("反映人", "反映人姓名", "姓名")),
    PlatformColumn("phone", Text("联系电话", "Phone"), ("联系电话", "手机号", "手机号码", "电话")),
    PlatformColumn("id_number", Text("证件号码", "Identity number"), ("证件号码", "身份证号", "身份证号码")),
    PlatformColumn("kind", Text("办理方式", "As what it came"), ("办理方式", "转办方式", "类型")),
    PlatformColumn("from_office", Text("交办单位", "Sent by"), ("交办单位", "转办单位", "来文单位")),
    PlatformColumn("reply_by", Text("要求反馈日", "Answer by"), ("要求反馈日期", "反馈期限", "办结期限", "要求办结日期")),
)  # fmt: skip
_BY_NAME: Final = {column.name: column for column in COLUMNS}


def signature(titles: Sequence[str]) -> str:
    """The digest of a header's titles in their order."""
    return hashlib.sha256("\0".join(bare(title) for title in titles).encode()).hexdigest()


def bare(title: str) -> str:
    """A title without what people decorate it with.

    >>> bare(" *欠薪金额（元） ")
    '欠薪金额'
    """
    text = title.strip().strip("*＊").strip()
    for mark in ("（", "("):
        text = text.split(mark)[0]
    return "".join(text.split())


def proposed(titles: Sequence[str]) -> dict[str, int]:
    """Which column is which, by title; an office confirms it."""
    places: dict[str, int] = {}
    bared = [bare(title) for title in titles]
    for column in COLUMNS:
        found = [place for place, title in enumerate(bared) if title in column.titles and place not in places.values()]
        if found:
            places[column.name] = found[0]
    return places


def known_titles(titles: Sequence[str]) -> int:
    """How many titles of a row are known: the header is the row with the most."""
    return len(proposed(titles))


def is_column(name: str) -> bool:
    """Whether there is such a column."""
    return name in _BY_NAME


def missing(places: dict[str, int]) -> list[PlatformColumn]:
    """The required columns that nothing was said of."""
    return [column for column in COLUMNS if column.required and column.name not in places]
