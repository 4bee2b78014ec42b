"""An office sets how long a clock runs at its place, within the bounds the definition names."""

from datetime import date, datetime

from django.db import transaction

from xinan.kernel.deadlines import Length
from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.definition import ClockRule
from xinan.procedures.models import ClockLength
from xinan.procedures.policies import may_set_lengths
from xinan.procedures.registry import find_procedure


@transaction.atomic
def set_length(
    procedure_code: str,
    clock: str,
    *,
    level: str,
    region_code: str,
    amount: int | None,
    from_on: date,
    source: str,
    by: User,
    scope: Scope,
    now: datetime,
    today: date,
) -> ClockLength:
    """Set the length (in the clock's unit; None: no longer the place's own) for clocks that start on a day or after.

    Clocks that run keep theirs. Raises UnknownProcedure, NotAllowed (the province for all, a city or county for its own
    place), InvalidValue (no such clock or level, outside the bounds, a past day, no source).
    """
    procedure = find_procedure(procedure_code)
    rule = procedure.clocks.get(clock)
    if rule is None or (level and level not in procedure.levels):
        raise _bad(Text("没有这个期限或等级。", "There is no such clock or level."), rule=None)
    if not may_set_lengths(scope, region_code=region_code):
        raise NotAllowed(
            "length-not-yours",
            Text("您不能设定这个地区的期限。", "You may not set lengths for this place."),
            Text("省级可设全省，市县只设本地。", "The province sets them for all, a city or county for its own place."),
        )
    _check(rule, amount=amount, from_on=from_on, source=source, today=today)
    return ClockLength.objects.create(
        procedure=procedure.code,
        clock=clock,
        level=level,
        region_code=region_code,
        length=str(Length(amount, rule.unit)) if amount is not None else "",
        from_on=from_on,
        source=source.strip(),
        set_by=by,
        set_at=now,
    )


def _check(rule: ClockRule, *, amount: int | None, from_on: date, source: str, today: date) -> None:
    if rule.bounds is None:
        raise _bad(
            Text("这个期限由法律规定，各地不得改变。", "The law fixes this clock; no place may change it."), rule=None
        )
    if amount is not None and not rule.bounds.least.amount <= amount <= rule.bounds.most.amount:
        raise _bad(Text(f"长度 {amount} 超出范围。", f"A length of {amount} is out of bounds."), rule=rule)
    if from_on < today:
        raise _bad(Text(f"施行日 {from_on} 已经过去。", f"The day {from_on} is past."), rule=rule)
    if not source.strip():
        raise _bad(Text("没有写明依据。", "The source is missing."), rule=rule)


def _bad(what: Text, *, rule: ClockRule | None) -> InvalidValue:
    remedy = Text("从程序目录中选择。", "Choose from the catalogue of procedures.")
    if rule is not None and rule.bounds is not None:
        least, most = rule.bounds.least.text, rule.bounds.most.text
        remedy = Text(
            f"填写{least.zh}至{most.zh}、今日或以后的施行日和依据。",
            f"Give {least.en} to {most.en}, today or a later day, and the source.",
        )
    return InvalidValue("clock-length", what, remedy)
