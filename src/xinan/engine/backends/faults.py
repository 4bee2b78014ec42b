"""What would be a fault in a column of a snapshot, as a condition in the words of an engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xinan.kernel.calendar import FIRST_DAY
from xinan.kernel.text import Text
from xinan.rules.vocabulary import Column, FactTable, Kind, When

# A fact older than the calendar, on which deadlines are counted, is a slip of the pen; a worker may be older than it.
_FIRST_BIRTH = date(1900, 1, 1)

_EXPECTED = {
    Kind.TEXT: Text("文本", "text"),
    Kind.BOOLEAN: Text("true 或 false", "true or false"),
    Kind.INTEGER: Text("整数", "a whole number"),
    Kind.MONEY: Text("金额（元，最多两位小数）", "an amount in yuan with at most two decimals"),
    Kind.NUMBER: Text("数字（最多六位小数）", "a number with at most six decimals"),
    Kind.DATE: Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD"),
    Kind.TIME: Text("时刻 HH:MM:SS", "a time HH:MM:SS"),
    Kind.TIMESTAMP: Text("日期时间", "a date and time"),
    Kind.MONTH: Text("月份 YYYY-MM", "a month YYYY-MM"),
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """How an engine writes conditions: its quotes, the names of its types, and how it knows a kind in text.

    `stored` has the beginnings of the types under which a kind may be stored, besides text.
    """

    quote: str
    text_type: str
    stored: Mapping[Kind, tuple[str, ...]]
    text_tests: Mapping[Kind, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """A condition that no row may meet, and what is expected of the column instead.

    `sound` is a condition on the whole column under which no row meets it: statistics answer it without reading a row.
    """

    column: Column
    condition: str
    expected: Text
    sound: str = "false"


def faults_of(table: FactTable, types: Mapping[str, str], tongue: Tongue) -> Iterator[Fault]:
    """Every fault that the columns present could have; `types` has each column's type as the engine names it."""
    for column in table.columns:
        if column.name not in types:
            continue
        name, stored = f"{tongue.quote}{column.name}{tongue.quote}", types[column.name]
        as_text = stored.startswith(tongue.text_type)
        if not column.nullable:
            blank = f"{name} IS NULL OR trim({name}) = ''" if as_text else f"{name} IS NULL"
            # What sorts from the first visible character on is not blank.
            sound = f"count(*) = count({name})" + (f" AND min({name}) >= '!'" if as_text else "")
            yield Fault(column, blank, Text("此列不得为空", "a value: this column may not be empty"), sound)
        if column.kind is Kind.CHOICE:
            yield _choice(column, f"CAST({name} AS {tongue.text_type})")
        elif column.kind is not Kind.TEXT:
            yield from _of_type(column, name, stored, tongue, as_text=as_text)


def _choice(column: Column, name: str) -> Fault:
    allowed = ", ".join(f"'{choice}'" for choice in column.choices)
    expected = Text(f"以下之一：{'、'.join(column.choices)}", f"one of: {', '.join(column.choices)}")
    return Fault(column, f"{name} NOT IN ({allowed})", expected)


def _of_type(column: Column, name: str, stored: str, tongue: Tongue, *, as_text: bool) -> Iterator[Fault]:
    expected = _EXPECTED[column.kind]
    if as_text:
        test = tongue.text_tests[column.kind].format(c=name)
        yield Fault(column, f"{name} IS NOT NULL AND NOT ({test})", expected)
    elif not stored.startswith(tongue.stored[column.kind]):
        yield Fault(column, "true", expected)
        return  # what is no number cannot be too large, and Spark would not even compare it
    for bound, sign, extreme, zh, en in (
        (column.least, "<", "min", "不小于", "at least"),
        (column.greatest, ">", "max", "不大于", "at most"),
    ):
        if bound is not None:
            said = Text(f"{zh} {bound}", f"{en} {bound}")
            condition = f"TRY_CAST({name} AS DECIMAL(38,6)) {sign} {bound}"
            yield Fault(column, condition, said, _within(f"{extreme}({name}) {sign} {bound}", as_text=as_text))
    if column.kind is Kind.DATE:
        first = f"DATE '{_FIRST_BIRTH if column.when is When.PLAIN else FIRST_DAY}'"
        said = Text(f"不早于 {first[6:-1]} 的日期", f"a date not before {first[6:-1]}")
        condition = f"TRY_CAST({name} AS DATE) < {first}"
        yield Fault(column, condition, said, _within(f"CAST(min({name}) AS DATE) < {first}", as_text=as_text))


def _within(beyond: str, *, as_text: bool) -> str:
    """That the extreme of a column does not lie beyond a bound; text is in another order, and an empty column has none."""
    return "false" if as_text else f"coalesce(NOT {beyond}, true)"
