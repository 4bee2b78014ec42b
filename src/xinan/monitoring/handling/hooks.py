"""What a step of a warning's proceeding does beside: the warning is marked as settled, and those concerned are told."""

from collections.abc import Mapping, Sequence
from typing import Final

from xinan.monitoring.enums import SettledAs
from xinan.monitoring.handling.telling import tell_of_step
from xinan.monitoring.handling.titles import titles_of
from xinan.monitoring.models import Warning
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.hooks import Described
from xinan.procedures.models import Proceeding, Step

_SETTLED: Final = {
    "cured_by_evidence": SettledAs.EVIDENCE,
    "false_alarm": SettledAs.FALSE_ALARM,
    "exempted": SettledAs.EXEMPTED,
    "to_case": SettledAs.TO_CASE,
}


def after_step(step: Step) -> None:
    """Whoever signs holds it; what people close is marked so; those concerned are told. The data's own moves do none of it."""
    if step.by is None:
        return
    if step.move == "sign" and step.proceeding.holder_id != step.by.pk:
        holder = {step.proceeding_id: (step.by.pk, step.by.organisation_id)}
        set_holders(holder, by=step.by, now=step.at, reason="签收")
    settled = _SETTLED.get(step.state_after)
    if settled is not None and step.state_before != step.state_after:
        Warning.objects.filter(pk=int(step.proceeding.subject_id)).update(
            settled_as=settled,
            settled_at=step.at,
            settled_level=step.proceeding.level,
            settled_until=step.until_on if settled is SettledAs.EXEMPTED else None,
        )
    tell_of_step(step)


def describe_warnings(proceedings: Sequence[Proceeding]) -> Mapping[int, Described]:
    """The title and the warning's page."""
    titles = titles_of(proceedings)
    return {
        each.pk: Described(titles[each.pk], f"/warnings/{each.subject_id}/")
        for each in proceedings
        if each.pk in titles
    }
