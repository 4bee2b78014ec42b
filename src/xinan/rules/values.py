"""Parameter values as people write them and as they are kept outside the code (JSON)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.rules.model import Level
from xinan.rules.parameters import Parameter, ParameterKind, Value

_MOST = Decimal(10) ** 12
_PLACES = {ParameterKind.COUNT: 0, ParameterKind.MONEY: 2}


def value_to_json(value: Value) -> Any:
    """A value for a JSON column: numbers as exact text, ladders by level."""
    if isinstance(value, Mapping):
        return {level.value: str(amount) for level, amount in sorted(value.items(), key=lambda each: each[0].rank)}
    return value if isinstance(value, bool | int) else str(value)


def value_from_json(kept: Any, parameter: Parameter) -> Value:
    """The value behind `value_to_json`."""
    if isinstance(kept, Mapping):
        return {Level(level): Decimal(amount) for level, amount in kept.items()}
    if parameter.kind is ParameterKind.FLAG:
        return bool(kept)
    return int(kept) if parameter.kind is ParameterKind.COUNT else Decimal(kept)


def same_value(one: Value, other: Value) -> bool:
    """Whether two values say the same, however they are written (0.1 and 0.10)."""
    return one == other


def read_value(given: str | Mapping[str, str], parameter: Parameter) -> Value:
    """What somebody wrote, as a value of the parameter: within its kind and its bounds.

    A ladder is given by level, blank where the level is not used. Shares are written as numbers: 0.25 means 25 %.
    Raises InvalidValue.
    """
    if parameter.kind.is_ladder:
        if not isinstance(given, Mapping):
            raise _unreadable(parameter)
        value: Value = {
            Level(level): _number(text, parameter) for level, text in given.items() if text is not None and text.strip()
        }
    elif not isinstance(given, str):
        raise _unreadable(parameter)
    elif parameter.kind is ParameterKind.FLAG:
        value = _flag(given, parameter)
    else:
        number = _number(given, parameter)
        value = int(number) if parameter.kind is ParameterKind.COUNT else number
    parameter.check(value)
    return value


def _flag(text: str, parameter: Parameter) -> bool:
    if text not in ("true", "false"):
        raise _unreadable(parameter)
    return text == "true"


def _number(text: str, parameter: Parameter) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise _unreadable(parameter) from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= number <= _MOST or -exponent > _PLACES.get(parameter.kind, 6):
        raise _unreadable(parameter)
    return number


def _unreadable(parameter: Parameter) -> InvalidValue:
    expected = {
        ParameterKind.COUNT: Text("不小于 0 的整数", "a whole number of 0 or more"),
        ParameterKind.MONEY: Text("不小于 0、最多两位小数的金额", "an amount of 0 or more with at most two decimals"),
        ParameterKind.FLAG: Text("“是”或“否”", "yes or no"),
    }.get(parameter.kind, Text("不小于 0、最多六位小数的数", "a number of 0 or more with at most six decimals"))
    return InvalidValue(
        "parameter-not-readable",
        Text(f"“{parameter.title.zh}”的值无法识别。", f"The value of “{parameter.title.en}” is not readable."),
        Text(f"应为{expected.zh}。", f"It must be {expected.en}."),
    )
