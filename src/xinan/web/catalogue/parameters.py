"""Parameters as a lawyer reads them: value in force, history, source, bounds, and the ladder as a picture."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from xinan.kernel.text import Text
from xinan.rules.model import Level
from xinan.rules.parameters import Bounds, Parameter, ParameterKind, Step, Value
from xinan.web.catalogue.views_data import Approval, ParameterView, Rung, StepView
from xinan.web.components.figures import share
from xinan.web.shell.scope_words import place_name

# By parameter, place and first day: the change that set the value.
Approvals = Mapping[tuple[str, str, date], Approval]
UNIT_WORDS: Final = {
    "D": Text("日（自然日）", "calendar days"),
    "WD": Text("个工作日", "working days"),
    "days": Text("天", "days"),
    "months": Text("个月", "months"),
    "hours": Text("小时", "hours"),
    "years": Text("年", "years"),
    "people": Text("人", "people"),
    "punches": Text("次打卡", "punches"),
    "share": Text("", ""),
    "yuan": Text("元", "yuan"),
    "CNY": Text("元", "yuan"),
    "flag": Text("", ""),
    "yes or no": Text("", ""),
    "share of the contract price": Text("（占合同价）", "of the contract price"),
    "share of wages owed": Text("（占应发工资）", "of the wages owed"),
    "share of what is owed": Text("（占应存金额）", "of what is owed"),
    "times the base rate": Text("（乘以基准比例）", "of the base rate"),
    "times": Text("次", "times"),
    "clues": Text("件线索", "clues"),
    "lines": Text("行", "lines"),
    "projects": Text("个项目", "projects"),
    "year": Text("年", "years"),
    "day of month": Text("日（每月）", "(day of the month)"),
}
_READS: Final = {
    ParameterKind.LADDER_FROM: Text("达到该数值即定为该等级", "The level holds from this value on"),
    ParameterKind.LADDER_ABOVE: Text("超过该数值即定为该等级", "The level holds above this value"),
    ParameterKind.LADDER_BELOW: Text("低于该数值即定为该等级", "The level holds below this value"),
}
_SIGN: Final = {ParameterKind.LADDER_FROM: "≥", ParameterKind.LADDER_ABOVE: ">", ParameterKind.LADDER_BELOW: "<"}


def parameter_views(
    parameters: Mapping[str, Parameter], *, on: date, approved: Approvals | None = None
) -> tuple[ParameterView, ...]:
    """The parameters of one rule, the ladder first; with who approved the values that an office set."""
    ordered = sorted(parameters.values(), key=lambda parameter: not parameter.kind.is_ladder)
    return tuple(_view(parameter, on=on, approved=approved or {}) for parameter in ordered)


def ladder_levels(parameters: Mapping[str, Parameter], *, on: date) -> set[Level]:
    """The levels that a rule's ladders can give on a day."""
    found: set[Level] = set()
    for parameter in parameters.values():
        value = parameter.step(on=on).value
        if isinstance(value, Mapping):
            found |= set(value)
    return found


def _view(parameter: Parameter, *, on: date, approved: Approvals) -> ParameterView:
    current = parameter.step(on=on)
    return ParameterView(
        name=parameter.name,
        title=parameter.title,
        value=value_words(current.value, parameter),
        unit=UNIT_WORDS.get(parameter.unit, Text(parameter.unit, parameter.unit)),
        is_law=parameter.is_law,
        steps=tuple(_steps(parameter, current=current, on=on, approved=approved)),
        bounds=bounds_words(parameter.bounds, parameter) if parameter.bounds else None,
        article=parameter.bounds.article if parameter.bounds else "",
        ladder=_ladder(current.value, parameter),
        ladder_reads=_READS.get(parameter.kind),
    )


_FOLLOWS: Final = Text("按上级数值执行", "follows the wider place")


def _steps(parameter: Parameter, *, current: Step, on: date, approved: Approvals) -> Iterable[StepView]:
    for step in reversed(parameter.steps):
        yield _step(parameter, step, approved=approved, holds=step is current)
    for code, steps in parameter.regions.items():
        there = parameter.own_step(on=on, region=code)
        for step in reversed(steps):
            yield _step(parameter, step, approved=approved, holds=step is there, code=code)


def _step(parameter: Parameter, step: Step, *, approved: Approvals, holds: bool, code: str = "") -> StepView:
    shown = _FOLLOWS if step.ends else value_words(step.value, parameter)
    approval = approved.get((parameter.name, code, step.from_on))
    return StepView(step.from_on, shown, step.source, holds, place_name(code) if code else None, approval)


def value_words(value: Value, parameter: Parameter) -> Text:
    """A value as people read it, without its unit."""
    if isinstance(value, Mapping):
        rungs = _rungs(value)
        sign = _SIGN[parameter.kind]
        zh = "、".join(f"{level.title.zh} {sign} {_amount(amount, parameter)}" for level, amount in rungs)
        en = ", ".join(f"{level.title.en} {sign} {_amount(amount, parameter)}" for level, amount in rungs)
        return Text(zh, en)
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    shown = _amount(Decimal(value), parameter)
    return Text(shown, shown)


def _amount(amount: Decimal, parameter: Parameter) -> str:
    if parameter.unit.startswith("share") or parameter.kind is ParameterKind.SHARE:
        return share(amount)
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,f}"


def bounds_words(bounds: Bounds, parameter: Parameter) -> Text:
    """The bounds as people read them: 1 % to 3 %."""
    least = _amount(bounds.least, parameter) if bounds.least is not None else None
    greatest = _amount(bounds.greatest, parameter) if bounds.greatest is not None else None
    if least is not None and greatest is not None:
        return Text(f"{least} 至 {greatest}", f"{least} to {greatest}")
    if greatest is not None:
        return Text(f"不超过 {greatest}", f"at most {greatest}")
    return Text(f"不少于 {least}", f"at least {least}")


def _rungs(ladder: Mapping[Level, Decimal]) -> list[tuple[Level, Decimal]]:
    return sorted(ladder.items(), key=lambda rung: rung[0].rank)


def _ladder(value: Value, parameter: Parameter) -> tuple[Rung, ...]:
    """The ladder as parts of one line; each part as wide as the way to the next step, the last as wide as the mean."""
    if not isinstance(value, Mapping):
        return ()
    rungs = _rungs(value)
    gaps = [abs(after[1] - before[1]) or Decimal(1) for before, after in zip(rungs, rungs[1:], strict=False)]
    gaps.append(sum(gaps, Decimal(0)) / len(gaps) if gaps else Decimal(1))
    whole = sum(gaps, Decimal(0))
    sign = _SIGN[parameter.kind]
    made = []
    for (level, amount), gap in zip(rungs, gaps, strict=True):
        shown = f"{sign} {_amount(amount, parameter)}"
        made.append(Rung(level, Text(shown, shown), max(int(gap * 100 / whole), 12)))
    return tuple(made)
