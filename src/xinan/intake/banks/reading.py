"""The fields of a message to values, each read as a cell of its kind is; what is wrong is told by field."""

from dataclasses import dataclass
from typing import Any

from xinan.intake.banks.message import ALIASES, LONGEST_VALUE, TYPES, Message, MessageType
from xinan.intake.reading.cells import parse_cell
from xinan.intake.reading.checks import LARGEST_COUNT, check_identity
from xinan.intake.reading.faults import Fault, required_missing
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Read:
    """A message whose fields are values; a field it lacks is None."""

    type: MessageType
    place: int
    values: dict[str, Any]


def read_message(message: Message, *, strict: bool) -> Read | list[Fault]:
    """The message with its values, or its faults. With `strict` a field its type does not have is a fault."""
    kind = TYPES.get(ALIASES.get(message.type, message.type))
    if kind is None:
        return [_fault(message.place, "type", "unknown_type", _UNKNOWN_TYPE)]
    faults = []
    if strict:
        unknown = [name for name in message.fields if kind.field(name) is None]
        faults = [_fault(message.place, name[:60], "unknown_field", _UNKNOWN_FIELD) for name in unknown[:20]]
    values: dict[str, Any] = {}
    for field in kind.fields:
        said = message.fields.get(field.name)
        try:
            values[field.name] = None if said is None else parse_cell(_bounded(said), field)
            if values[field.name] is None and field.required:
                raise required_missing()
            _check_size(values[field.name])
        except InvalidValue as error:
            faults.append(Fault.of(error, row=message.place, column=field.name))
    if not faults and (number := values.get("idNumber")) is not None:
        faults = check_identity(message.place, {"identity": number})
    return faults or Read(kind, message.place, values)


def _bounded(said: str) -> str:
    if len(said) > LONGEST_VALUE:
        raise InvalidValue(
            "cell.too_long",
            Text(f"超过 {LONGEST_VALUE} 个字。", f"More than {LONGEST_VALUE} characters."),
            Text("请缩短。", "Shorten it."),
        )
    return said


def _check_size(value: Any) -> None:
    if isinstance(value, int) and not isinstance(value, bool) and value > LARGEST_COUNT:
        raise InvalidValue(
            "cell.large",
            Text("数字过大。", "The number is too large."),
            Text(f"最大 {LARGEST_COUNT}。", f"At most {LARGEST_COUNT}."),
        )


_UNKNOWN_TYPE = (
    Text("没有这种报文。", "There is no such message."),
    Text(f"可用：{'、'.join(TYPES)}。", f"There are: {', '.join(TYPES)}."),
)
_UNKNOWN_FIELD = (
    Text("这种报文没有这个字段。", "This message has no such field."),
    Text("字段名见银行接口说明；请删除或改正。", "See the description of the banks' interface; remove or correct it."),
)


def _fault(place: int, column: str, code: str, words: tuple[Text, Text]) -> Fault:
    return Fault(place, column, f"bank.{code}", *words)
