"""The file in which the reading process hands over what it read: a line of JSON for each row, and an index at the end."""

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from xinan.intake.reading.opening import OpenSheet

_FOOT = struct.Struct("<Q")  # where the index begins
Index = dict[str, Any]


def write_result(target: BinaryIO, sheets: "Iterable[OpenSheet]", *, refusal: str = "") -> None:
    """Write the sheets' rows, then where each sheet's begin and what is to be known of it, then where that stands."""
    position = 0
    listed = []
    for sheet in sheets:
        start, height = position, 0
        for row in sheet.rows:
            line = _line(row)
            position += target.write(line)
            height += 1
        hidden = sheet.hidden
        listed.append(
            {
                "name": sheet.name,
                "visible": sheet.visible,
                "start": start,
                "end": position,
                "height": height,
                "merges": list(sheet.merges),
                "hidden_rows": hidden.rows,
                "hidden_columns": hidden.columns,
            }
        )
    index = json.dumps({"refusal": refusal, "sheets": listed}).encode()
    target.write(index)
    target.write(_FOOT.pack(position))
    target.flush()


def read_index(content: Any) -> Index:
    """The index of a result. ValueError where the writer did not come to the end of it."""
    if len(content) < _FOOT.size:
        raise ValueError("no result")
    (start,) = _FOOT.unpack(content[len(content) - _FOOT.size :])
    index: Index = json.loads(content[start : len(content) - _FOOT.size])
    return index


def read_lines(content: Any, *, start: int, end: int) -> Iterator[list[Any]]:
    """The rows between two places of a result."""
    position = start
    decode = _DECODER.decode
    while position < end:
        stop = content.find(b"\n", position, end)
        line = content[position:stop]
        yield decode(line.decode()) if line else []
        position = stop + 1


def _line(row: Iterable[Any]) -> bytes:
    cells = list(row)
    while cells and cells[-1] == "":
        cells.pop()
    return f"{_ENCODER.encode(cells)}\n".encode() if cells else b"\n"


def _coded(value: object) -> dict[str, Any]:
    """Days and times, which JSON has no words for."""
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, timedelta):
        return {"s": value.total_seconds()}
    raise TypeError(type(value).__name__)


def _decoded(coded: dict[str, Any]) -> Any:
    ((kind, value),) = coded.items()
    return _KINDS[kind](value)


def _seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


_KINDS: dict[str, Callable[[Any], Any]] = {
    "m": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "s": _seconds,
}
_ENCODER = json.JSONEncoder(default=_coded, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_hook=_decoded)
