"""Punches, many at once. Whatever is in order by the rules for one row is read as columns; the rest goes row by row.

The rules are those of reading/: every distinct spelling is parsed by them once, and only what they accept counts as in
order. Moments are the exception, since hardly two are alike: those written YYYY-MM-DD HH:MM:SS, with China's zone or without,
are read at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xinan.intake.native.parts import Block
from xinan.intake.persons import Person, person_of
from xinan.intake.reading.checks import check_identity
from xinan.intake.reading.rows import ColumnReader, Row
from xinan.intake.sheets import Sheet
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue

_MOMENT = r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$"
_CHINAS_ZONE, _PLAIN_LENGTH = r"^(.{19})\+08:?00$", 19
_EARLIEST, _LATEST = date(1992, 1, 1), date(2099, 1, 1)  # summer time was kept until 1991; rows beyond go one by one
_OFFSET = 8 * 3600
_DIRECTIONS = ("01", "02")
_KEYS = ("identity", "punched_at", "direction")
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Punches:
    """Punches as columns: `workers` counts identities of the batch, `seconds` is since 1970 in UTC."""

    lines: Any
    workers: Any
    seconds: Any
    directions: Any
    methods: Any
    contents: Any

    @property
    def keys(self) -> Any:
        """One number for each (worker, moment, direction)."""
        return (self.workers << 34) | ((self.seconds + 2_000_000_000) << 1) | self.directions

    def chosen(self, positions: Any) -> "Punches":
        """Those at `positions`."""
        return Punches(*(getattr(self, name)[positions] for name in self.__slots__))

    def __add__(self, other: "Punches") -> "Punches":
        joined = Punches(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in self.__slots__))
        return joined.chosen(np.argsort(joined.lines, kind="stable"))


class PunchReader:
    """Reads blocks of one batch. `people` are the identities met, each with what its first row says of the person."""

    def __init__(self, sheet: Sheet, *, units: Collection[str], project_id: str, today: date) -> None:
        self.people: list[Person] = []
        self.methods: list[str] = []
        self._sheet, self._project_id = sheet, project_id
        self._units = frozenset(units)
        self._readers = {column.name: ColumnReader(column) for column in sheet.columns}
        self._required = {column.name for column in sheet.required}
        self._numbers: dict[str, int] = {}
        self._method_codes: dict[str, int] = {}
        self._sound: dict[tuple[str, str | None], bool] = {}
        self._end = _seconds_of(today + timedelta(days=1))

    def read(self, block: Block) -> tuple[Punches, Any]:
        """The punches of the block that are in order, and the indices of its other rows."""
        rows, size = block.rows, block.rows.num_rows
        if not self._required <= set(rows.schema.names):
            return _none(), np.arange(size)
        seconds, good = self._moments(rows.column("punched_at"))
        columns = {name: self._column(name, rows.column(name)) for name in rows.schema.names if name != "punched_at"}
        contents = np.zeros(size, dtype=np.uint64)
        for name, column in columns.items():
            good &= column.good[column.codes]
            if name not in _KEYS:
                contents = _mixed(contents, column.hashes[column.codes], name)
        numbers, kinds = columns["identity"], columns.get("identity_type")
        good &= self._identities(numbers, kinds, good)
        chosen = np.flatnonzero(good)
        punches = Punches(
            lines=chosen + block.first,
            workers=self._workers(columns, chosen),
            seconds=seconds[chosen],
            directions=columns["direction"].mapped(_direction)[columns["direction"].codes[chosen]],
            methods=self._methods(columns.get("passage"), chosen),
            contents=contents[chosen],
        )
        return punches, np.flatnonzero(~good)

    def of_rows(self, rows: list[Row]) -> Punches:
        """Rows that were judged one by one."""
        if not rows:
            return _none()
        contents = np.zeros(len(rows), dtype=np.uint64)
        for column in self._sheet.columns:
            if column.name not in _KEYS:
                hashes = np.array([hash(row.values[column.name]) for row in rows], dtype=np.int64)
                contents = _mixed(contents, hashes.view(np.uint64), column.name)
        moments = [int(row.values["punched_at"].timestamp()) for row in rows]
        return Punches(
            lines=np.array([row.number for row in rows], dtype=np.int64),
            workers=np.array([self._worker(row.values) for row in rows], dtype=np.int64),
            seconds=np.array(moments, dtype=np.int64),
            directions=np.array([_direction(row.values["direction"]) for row in rows], dtype=np.int64),
            methods=np.array([self._method(row.values["passage"]) for row in rows], dtype=np.int64),
            contents=contents,
        )

    def _moments(self, column: Any) -> tuple[Any, Any]:
        """Seconds since 1970 for moments in the usual spelling, and which those are."""
        if (pc.max(pc.binary_length(column)).as_py() or 0) > _PLAIN_LENGTH:
            column = pc.replace_substring_regex(column, _CHINAS_ZONE, r"\1")
        good = pc.match_substring_regex(column, _MOMENT).fill_null(False)
        try:
            moments = pc.if_else(good, column, pa.scalar(None, pa.string())).cast(pa.timestamp("s"))
        except pa.ArrowInvalid:  # a 30 February somewhere
            return np.zeros(len(column), dtype=np.int64), np.zeros(len(column), dtype=bool)
        seconds = moments.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False) - _OFFSET
        usual = good.to_numpy(zero_copy_only=False)
        return seconds, usual & (seconds >= _FIRST) & (seconds < min(self._end, _LAST))

    def _column(self, name: str, column: Any) -> "_Column":
        encoded = column.dictionary_encode(null_encoding="encode")
        reader = self._readers[name]
        values = [reader.read(spelling) for spelling in encoded.dictionary.to_pylist()]
        good = np.array([self._fits(name, value) for value in values], dtype=bool)
        hashes = np.array([hash(value) if ok else 0 for value, ok in zip(values, good, strict=True)], dtype=np.int64)
        return _Column(values, good, hashes.view(np.uint64), encoded.indices.to_numpy(zero_copy_only=False))

    def _fits(self, name: str, value: Any) -> bool:
        if isinstance(value, InvalidValue):
            return False
        if name == "enterprise_code":
            return value in self._units
        return name != "project_code" or value in {None, self._project_id}

    def _identities(self, numbers: "_Column", kinds: "_Column | None", good: Any) -> Any:
        """Which rows' identities pass the check that looks at the number and its kind together."""
        if kinds is None:
            sound = [
                ok and self._is_sound(number, None) for number, ok in zip(numbers.values, numbers.good, strict=True)
            ]
            return np.array(sound, dtype=bool)[numbers.codes]
        pairs, places = np.unique(numbers.codes * len(kinds.values) + kinds.codes, return_inverse=True)
        sound = []
        for pair in pairs:
            number, kind = divmod(int(pair), len(kinds.values))
            ok = numbers.good[number] and kinds.good[kind]
            sound.append(bool(ok) and self._is_sound(numbers.values[number], kinds.values[kind]))
        return np.array(sound, dtype=bool)[places]

    def _is_sound(self, number: str, kind: str | None) -> bool:
        known = self._sound.get((number, kind))
        if known is None:
            known = not check_identity(0, {"identity": number, "identity_type": kind})
            self._sound[number, kind] = known
        return known

    def _workers(self, columns: dict[str, "_Column"], chosen: Any) -> Any:
        """The identities of the chosen rows, numbered; newcomers are noted with what their first row says."""
        numbers = columns["identity"]
        codes, firsts = np.unique(numbers.codes[chosen], return_index=True)
        by_code = np.zeros(len(numbers.values), dtype=np.int64)
        for code, first in zip(codes, firsts, strict=True):
            at = chosen[first]
            values = {name: column.values[column.codes[at]] for name, column in columns.items()}
            by_code[code] = self._worker(values)
        return by_code[numbers.codes[chosen]]

    def _worker(self, values: dict[str, Any]) -> int:
        number = self._numbers.setdefault(values["identity"], len(self._numbers))
        if number == len(self.people):
            self.people.append(person_of(values))
        return number

    def _methods(self, column: "_Column | None", chosen: Any) -> Any:
        if column is None:
            return np.full(len(chosen), self._method(None), dtype=np.int64)
        return column.mapped(self._method)[column.codes[chosen]]

    def _method(self, passage: str | None) -> int:
        code = self._method_codes.setdefault(passage or "", len(self._method_codes))
        if code == len(self.methods):
            self.methods.append(passage or "")
        return code


@dataclass(frozen=True, slots=True)
class _Column:
    """A column by its distinct spellings: their values, whether each is in order, and which one each row has."""

    values: list[Any]
    good: Any
    hashes: Any
    codes: Any

    def mapped(self, number_of: Any) -> Any:
        """A number for each distinct value that is in order."""
        numbers = [number_of(value) if ok else 0 for value, ok in zip(self.values, self.good, strict=True)]
        return np.array(numbers, dtype=np.int64)


def _direction(value: str) -> int:
    return _DIRECTIONS.index(value)


def _mixed(contents: Any, hashes: Any, name: str) -> Any:
    """Contents with one column more; columns may come in any order, and one that is empty adds nothing."""
    salted = (hashes ^ np.uint64(hash(name) & 0xFFFFFFFFFFFFFFFF)) * _MIX
    return contents ^ np.where(hashes == np.uint64(_NOTHING), np.uint64(0), salted ^ (salted >> np.uint64(29)))


def _seconds_of(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=CHINA).timestamp())


def _none() -> Punches:
    empty = np.zeros(0, dtype=np.int64)
    return Punches(empty, empty, empty, empty, empty, np.zeros(0, dtype=np.uint64))


_NOTHING = hash(None) & 0xFFFFFFFFFFFFFFFF
_FIRST, _LAST = _seconds_of(_EARLIEST), _seconds_of(_LATEST)
