"""What a phone sends about a visit, read and checked. Every entry has a key of its own, so that sending it twice changes nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xinan.kernel.text import Text
from xinan.patrols.checklist import BY_CODE, warning_of
from xinan.patrols.enums import Answer, Conclusion, WordOnWarning
from xinan.patrols.refusals import bad_entry

MOST_NOTE, MOST_CONCLUSION_NOTE, MOST_WORKERS, MOST_MONTHS = 500, 2000, 2000, 36

_KEY = Text("编号", "Key")
_TIME = Text("填写时间", "Time")
_ITEM = Text("检查项", "Item")
_ANSWER = Text("答案", "Answer")
_NOTE = Text("说明", "Note")
_COUNTS = Text("人数", "Numbers of workers")
_PLACE = Text("位置", "Place")
_CONCLUSION = Text("结论", "Conclusion")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a phone is: degrees, and within how many metres it is sure of it."""

    lng: float
    lat: float
    accuracy: int


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to an item; empty answer: taken back."""

    item: str
    answer: str
    note: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Talk:
    """A tally of a talk."""

    asked: int
    on_time: int
    owed: int
    months: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """What the visit came to."""

    conclusion: Conclusion
    note: str


Body = Check | Talk | Position | Finish


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it was sent."""

    key: UUID
    said_at: datetime
    body: Body


def read_entry(sent: Mapping[str, Any], *, now: datetime) -> Entry:
    """The entry in a message; EntryRefused names the field that will not do."""
    readers: dict[str, Callable[[Mapping[str, Any]], Body]] = {
        "check": _check,
        "talk": _talk,
        "position": read_position,
        "finish": _finish,
    }
    kind, body = sent.get("kind"), sent.get("body")
    reader = readers.get(kind) if isinstance(kind, str) else None
    if reader is None or not isinstance(body, Mapping):
        raise bad_entry(Text("类型", "Kind"))
    return Entry(read_key(sent.get("key")), read_moment(sent.get("said_at"), now=now), reader(body))


def read_key(value: object) -> UUID:
    """A key made by the phone."""
    try:
        return UUID(str(value))
    except ValueError:
        raise bad_entry(_KEY) from None


def read_moment(value: object, *, now: datetime) -> datetime:
    """When something was said or taken. A phone's clock may be ahead: what comes from the future was said now."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise bad_entry(_TIME) from None
    if moment.tzinfo is None:
        raise bad_entry(_TIME)
    return min(moment, now)


def read_position(body: Mapping[str, Any]) -> Position:
    """A place on earth."""
    lng, lat, accuracy = (_number(body.get(name)) for name in ("lng", "lat", "accuracy"))
    if not (-180 <= lng <= 180 and -90 <= lat <= 90 and 0 <= accuracy <= 10_000_000):
        raise bad_entry(_PLACE)
    return Position(round(lng, 6), round(lat, 6), round(accuracy))


def is_item(item: str) -> bool:
    """Whether something of this name can be answered or photographed."""
    return item in BY_CODE or warning_of(item) is not None


def _check(body: Mapping[str, Any]) -> Check:
    item, answer = body.get("item"), body.get("answer", "")
    if not isinstance(item, str) or not is_item(item):
        raise bad_entry(_ITEM)
    allowed = WordOnWarning.values if warning_of(item) is not None else Answer.values
    if answer not in ("", *allowed):
        raise bad_entry(_ANSWER)
    details = _details(item, body.get("details") or {}) if answer == Answer.YES else {}
    return Check(item, str(answer), _text(body.get("note", ""), _NOTE, most=MOST_NOTE), details)


def _details(item: str, sent: object) -> dict[str, Any]:
    wanted = BY_CODE[item].details if item in BY_CODE else ()
    if not isinstance(sent, Mapping):
        raise bad_entry(_ITEM)
    return {each.name: _detail(each.title, each.kind, sent.get(each.name)) for each in wanted}


def _detail(title: Text, kind: str, value: object) -> bool | str:
    if kind == "tick":
        return value is True
    if not value:
        return ""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise bad_entry(title) from None


def _talk(body: Mapping[str, Any]) -> Talk:
    asked, on_time, owed = (_count(body.get(name), MOST_WORKERS) for name in ("asked", "on_time", "owed"))
    months = _count(body.get("months") or 0, MOST_MONTHS)
    if asked < 1 or on_time + owed > asked:
        raise bad_entry(_COUNTS)
    return Talk(asked, on_time, owed, months if owed else 0, body.get("withdrawn") is True)


def _finish(body: Mapping[str, Any]) -> Finish:
    conclusion = body.get("conclusion")
    if conclusion not in Conclusion.values:
        raise bad_entry(_CONCLUSION)
    return Finish(Conclusion(str(conclusion)), _text(body.get("note", ""), _NOTE, most=MOST_CONCLUSION_NOTE))


def _text(value: object, field_name: Text, *, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise bad_entry(field_name)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", value).strip()


def _count(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise bad_entry(_COUNTS)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise bad_entry(_PLACE)
    return float(value)
