"""Runs a plan on an engine and makes findings of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from xinan.engine.backends.base import Backend
from xinan.engine.errors import BackendFailure, RuleFailed
from xinan.engine.finding import Finding, MeasureValue, Status
from xinan.engine.frugal import Turn, frugal
from xinan.engine.plan import Plan, StepKind
from xinan.rules.dates import month_of_number
from xinan.rules.model import Feed, Period, Rule, Subject, Unit

_KNOWN: Final = Decimal("0.000001")  # to where a quotient is the same on every engine


@dataclass(frozen=True, slots=True)
class _Silence:
    """The silent feeds of a project, with the day each was last heard (None: never)."""

    heard_on: Mapping[Feed, date | None]


def execute(plan: Plan, backend: Backend, *, keeps_tables: bool = True) -> list[Finding]:
    """All findings of the plan's reported rules, in the order of their identities.

    Without `keeps_tables` what rules share is given up as soon as the last of them has read it. RuleFailed names the
    rule that could not be evaluated; nothing is returned then.
    """
    turns = [Turn(step, ()) for step in plan.steps] if keeps_tables else list(frugal(plan.steps))
    by_id = {rule.id: rule for rule in plan.evaluated}
    silences: dict[str, _Silence] = {}
    findings: list[Finding] = []
    for turn in turns:
        step = turn.step
        try:
            if step.kind is StepKind.VIEW:
                backend.make_view(step.name, step.sql)
            elif step.kind is StepKind.TABLE:
                backend.make_table(step.name, step.sql)
            elif step.kind is StepKind.SILENCES:
                silences = silences_of(backend.rows(step.sql))
            else:
                rule = by_id[step.name]
                findings += findings_of(rule, backend.rows(step.sql), silences)
            for table in turn.spent:
                backend.forget(table)
        except BackendFailure as fault:
            raise RuleFailed(step.name) from fault
    return settled(plan, findings)


def settled(plan: Plan, findings: list[Finding]) -> list[Finding]:
    """What a plan reports of all that its rules found: details marked as such, in the order of their identities."""
    reported = {rule.id for rule in plan.reported}
    marked = _suppress(findings, {rule.id: rule for rule in plan.evaluated})
    return sorted((f for f in marked if f.rule in reported), key=lambda finding: finding.identity)


def silences_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, _Silence]:
    """The silent feeds by project, of rows of the table `feed_state`."""
    return {
        row["project_id"]: _Silence(
            {feed: row[f"{feed}_heard_on"] for feed in (Feed.BANK, Feed.ATTENDANCE) if row[f"is_{feed}_silent"]}
        )
        for row in rows
    }


def findings_of(rule: Rule, rows: list[dict[str, Any]], silences: Mapping[str, _Silence]) -> list[Finding]:
    """The findings of a rule's rows; RuleFailed where two have one identity."""
    found = [_finding(rule, row, silences.get(row["project_id"])) for row in rows]
    if len({finding.identity for finding in found}) != len(found):
        raise RuleFailed(rule.id)
    return found


def _finding(rule: Rule, row: Mapping[str, Any], silence: _Silence | None) -> Finding:
    feed = _silent_feed(rule, row, silence)
    detail_of = row.get("detail_of") if feed is None else None
    return Finding(
        rule=rule.id,
        project_id=row["project_id"],
        subject_kind=rule.subject.value,
        subject_id=row["project_id"] if rule.subject is Subject.PROJECT else row["subject_id"],
        period=period_text(rule, row.get("period")),
        level=row["level"],
        since=row["since"],
        measures={m.name: measure_value(row[m.name], m.unit) for m in rule.measures},
        status=Status.WITHHELD if feed else Status.SUPPRESSED if detail_of else Status.RAISED,
        because=feed or detail_of,
    )


def period_text(rule: Rule, period: int | None) -> str | None:
    """How a finding writes its period: YYYY-MM, YYYY, or nothing."""
    if rule.period is Period.NONE or period is None:
        return None
    # A rule of months may also speak of a year (wages/outlier); the number of a month is larger than any year.
    return str(month_of_number(period)) if period > MAXYEAR else str(period)


def measure_value(value: object, unit: Unit) -> MeasureValue:
    """A figure as findings carry it."""
    if value is None:
        return None
    if unit is Unit.MONTH:
        return str(month_of_number(int(str(value))))
    if unit in (Unit.YUAN, Unit.SHARE):
        # One engine divides decimals to six places, another in binary, a hair beside: 0.22845 and 0.22845000000000001.
        known = Decimal(str(value)).quantize(_KNOWN, ROUND_HALF_UP)
        return str(known.quantize(Decimal("0.01") if unit is Unit.YUAN else Decimal("0.0001")))
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _silent_feed(rule: Rule, row: Mapping[str, Any], silence: _Silence | None) -> str | None:
    """The silent feed for which a finding is withheld; None where it stands.

    It stands where its facts were complete before the feed was last heard: a month already overdue then still counts.
    """
    if silence is None:
        return None
    for feed in rule.needs:
        if feed not in silence.heard_on:
            continue
        heard_on, settled_on = silence.heard_on[feed], row.get("settled_on")
        if heard_on is None or settled_on is None or settled_on >= heard_on:
            return feed.value
    return None


def _suppress(findings: list[Finding], rules: Mapping[str, Rule]) -> list[Finding]:
    """Findings that are only details of a raised one are marked so."""
    raised = [finding for finding in findings if finding.status is Status.RAISED]
    places = {
        (f.rule, f.project_id, period, subject)
        for f in raised
        for period in (None, f.period)
        for subject in (None, f.subject_id)
    }
    settled = []
    for finding in findings:
        above = next(
            (
                s.rule
                for s in rules[finding.rule].suppressed_by
                if (
                    s.rule,
                    finding.project_id,
                    finding.period if s.same_period else None,
                    finding.subject_id if s.same_subject else None,
                )
                in places
            ),
            None,
        )
        detail = above is not None and finding.status is Status.RAISED
        settled.append(replace(finding, status=Status.SUPPRESSED, because=above) if detail else finding)
    return settled
