"""A message: read against its method's table, faults by line and field, kept until it is taken."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from xinan.intake.national.fields import Field, Kind
from xinan.intake.national.method import MOST_LINES, Method
from xinan.intake.national.methods import METHODS
from xinan.intake.national.values import Reading, Wrong, read_value
from xinan.intake.reading.faults import Fault
from xinan.kernel.text import Text

Values = dict[str, Any]  # text by field name; a short list inside is a list of Values


@dataclass(slots=True)
class Message:
    """A message as understood: the body, the good lines with their numbers from 1, and what is wrong with the others.

    A fault of line 0 is one of the body: then nothing of the message can be taken.
    """

    method: str
    body: Values
    lines: list[tuple[int, Values]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines it came with; a message without lines counts as one."""
        return len(self.lines) + len({fault.row for fault in self.faults if fault.row}) or 1

    @property
    def unusable(self) -> bool:
        """Whether nothing of it can be taken."""
        return any(fault.row == 0 for fault in self.faults) or bool(self.faults and not self.lines)


class Unreadable(ValueError):
    """A body that is no JSON object."""


def parsed(data: str) -> dict[str, Any]:
    """The JSON object of a body; amounts exact. Raises Unreadable."""
    try:
        found = json.loads(data, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        # `from None`: the cause would hold the body.
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return found


def _no_number(_word: str) -> NoReturn:
    raise ValueError


def read_message(method: Method, data: dict[str, Any], reading: Reading) -> Message:
    """The message of a method; never raises for what a sender can do wrong."""
    message = Message(method.name, {})
    message.body = _read(method.body, data, 0, reading, message.faults)
    if not method.lines_name:
        return message
    for number, line in _lines_of(method, data, message):
        if not isinstance(line, dict):
            message.faults.append(_no_object(method.lines_name, number))
            continue
        before = len(message.faults)
        values = _read(method.lines, line, number, reading, message.faults)
        if len(message.faults) == before:
            message.lines.append((number, values))
    return message


def _lines_of(method: Method, data: dict[str, Any], message: Message) -> Sequence[tuple[int, Any]]:
    lines = data.get(method.lines_name)
    if lines is None and method.alone:
        return [(1, data)]
    if not isinstance(lines, list) or not lines:
        what = Text(f"{method.lines_name}不能为空。", f"{method.lines_name} may not be empty.")
        remedy = Text("应为至少一行的数组。", "Give an array of at least one line.")
        message.faults.append(Fault(0, method.lines_name, "national.empty", what, remedy))
        return []
    if len(lines) > MOST_LINES:
        what = Text(
            f"{method.lines_name}有 {len(lines)} 行，超过 {MOST_LINES} 行。",
            f"{len(lines)} lines; {MOST_LINES} at most.",
        )
        remedy = Text("请分几次上传。", "Send them in several messages.")
        message.faults.append(Fault(0, method.lines_name, "national.too_many", what, remedy))
        return []
    return list(enumerate(lines, start=1))


def _read(
    fields: Sequence[Field], source: dict[str, Any], number: int, reading: Reading, faults: list[Fault]
) -> Values:
    values: Values = {}
    for one in fields:
        try:
            if one.kind is Kind.LIST:
                said: Any = _read_items(one, source.get(one.name), number, reading, faults)
            else:
                said = read_value(source.get(one.name), one, reading)
        except Wrong as wrong:
            faults.append(Fault(number, one.name, wrong.code, wrong.what, wrong.remedy))
            continue
        if said:
            values[one.name] = said
    return values


def _read_items(one: Field, items: Any, number: int, reading: Reading, faults: list[Fault]) -> list[Values]:
    if items is None or items in ("", []):
        if one.mandatory:
            raise Wrong(
                "national.empty",
                Text(f"{one.name}（{one.title}）不能为空。", f"{one.name} may not be empty."),
                Text("该字段必填，请补上。", "It is mandatory: give it."),
            )
        return []
    if not isinstance(items, list) or len(items) > one.most or not all(isinstance(item, dict) for item in items):
        raise Wrong(
            "national.list",
            Text(f"{one.name}（{one.title}）不是数组，或多于 {one.most} 项。", f"{one.name} is no array, or too long."),
            Text(f"应为至多 {one.most} 个对象的数组。", f"An array of at most {one.most} objects."),
        )
    return [_read(one.parts, item, number, reading, faults) for item in items]


def _no_object(name: str, number: int) -> Fault:
    return Fault(
        number,
        name,
        "national.type",
        Text("该行不是对象。", "The line is no object."),
        Text("每一行应为 JSON 对象。", "Each line is a JSON object."),
    )


def kept(message: Message) -> str:
    """The message as text, to be sealed until it is taken."""
    return json.dumps(
        {
            "method": message.method,
            "body": message.body,
            "lines": message.lines,
            "faults": [asdict(fault) for fault in message.faults],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def unkept(text: str) -> Message:
    """The message that `kept` wrote."""
    found = json.loads(text)
    faults = [
        Fault(**(fault | {"what": Text(**fault["what"]), "remedy": Text(**fault["remedy"])}))
        for fault in found["faults"]
    ]
    return Message(found["method"], found["body"], [(n, line) for n, line in found["lines"]], faults)


def method_of(message: Message) -> Method:
    """The method of a message."""
    return METHODS[message.method]
