"""JSON bodies to messages: one object, a list, or `{"messages": […]}`. Numbers are kept as they are written."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from xinan.intake.banks.message import MOST_MESSAGES, Message
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

LARGEST_BODY = 2 * 1024 * 1024


def read_json(body: bytes) -> list[Message]:
    """The messages of a body. Raises InvalidValue `bank.json`, `bank.too_many`."""
    try:
        said = json.loads(body.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _unreadable() from error
    if isinstance(said, dict) and isinstance(said.get("messages"), list):
        said = said["messages"]
    messages = said if isinstance(said, list) else [said]
    if not messages or not all(isinstance(message, dict) for message in messages):
        raise _unreadable()
    if len(messages) > MOST_MESSAGES:
        raise too_many()
    return [_message(message, place) for place, message in enumerate(messages, start=1)]


def too_many() -> InvalidValue:
    """More messages than a request may hold."""
    return InvalidValue(
        "bank.too_many",
        Text(f"一次最多 {MOST_MESSAGES} 条。", f"At most {MOST_MESSAGES} messages in a request."),
        Text("请分几次报送。", "Send them in several requests."),
    )


def _message(said: Mapping[str, Any], place: int) -> Message:
    kind = said.get("type")
    fields = {_whole(name): _text(value) for name, value in said.items() if name != "type" and value is not None}
    return Message(_whole(kind[:40]) if isinstance(kind, str) else "", place, fields)


def _whole(text: str) -> str:
    """The text without halves of characters, which JSON can escape and no answer can carry."""
    return text.encode("utf-8", "replace").decode()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # A list or an object is no field's value; as text it is refused by the field's own reading.
    return _whole(value) if isinstance(value, str) else json.dumps(value)


def _no_number(_name: str) -> NoReturn:
    raise ValueError


def _unreadable() -> InvalidValue:
    return InvalidValue(
        "bank.json",
        Text("正文不是报文的 JSON。", "The body is not the JSON of messages."),
        Text(
            '请用 UTF-8 发送一个对象、数组或 {"messages": […]}。',
            'Send an object, a list or {"messages": […]} in UTF-8.',
        ),
    )
