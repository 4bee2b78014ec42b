"""Parameters in words, for the terminal and the generated documents."""

from collections.abc import Mapping
from decimal import Decimal

from xinan.kernel.text import Text
from xinan.rules.model import Level
from xinan.rules.parameters import Parameter, ParameterKind, Step, Value

_SIGNS = {
    ParameterKind.LADDER_FROM: "≥",
    ParameterKind.LADDER_ABOVE: ">",
    ParameterKind.LADDER_BELOW: "<",
}

_UNITS = {
    "D": Text("日", "days"),
    "WD": Text("工作日", "working days"),
    "months": Text("个月", "months"),
    "hours": Text("小时", "hours"),
    "punches": Text("次", "punches"),
    "people": Text("人", "people"),
    "yuan": Text("元", "yuan"),
    "CNY": Text("元", "yuan"),
    "years": Text("年", "years"),
}


def value_text(parameter: Parameter, value: Value, language: str) -> str:
    """A value as people read it: ≥ 15 days → moderate, 10 %, 30 days."""
    if isinstance(value, Mapping):
        sign = _SIGNS[parameter.kind]
        rungs = sorted(value.items(), key=lambda rung: rung[0].rank)
        return "; ".join(
            f"{Level(level).title.in_language(language)} {sign} {_amount(parameter, amount, language)}"
            for level, amount in rungs
        )
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").in_language(language)
    return _amount(parameter, Decimal(value), language)


def _amount(parameter: Parameter, amount: Decimal, language: str) -> str:
    if parameter.unit == "share":
        return f"{(amount * 100).normalize():f} %"
    unit = _UNITS.get(parameter.unit, Text(parameter.unit, parameter.unit)).in_language(language)
    return f"{amount.normalize():,f} {unit}"


def source_text(parameter: Parameter, step: Step, language: str) -> str:
    """Where a value comes from, and whether it is law."""
    if parameter.is_law or "非法定" in step.source:
        return step.source
    return step.source + Text("（非法定）", " (not law)").in_language(language)
