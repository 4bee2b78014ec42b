"""The ten rules as decision tables of the GoRules engine (zen-engine), fed one project at a time."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import zen

from tools.bench.rivals import Verdict
from tools.bench.rivals.aggregates import Province, aggregates, site_of

# For each rule the columns of its table and its lines, first hit wins; an empty column holds a whole condition.
Lines = Sequence[Sequence[str]]
MONTHLY: dict[str, tuple[Sequence[str], Lines]] = {
    "wages/unpaid": (
        ("unpaid", "late", ""),
        (
            ("> 0", ">= 61", "", "'red'"),
            ("> 0", ">= 31", "unpaid * 10 >= workers", "'red'"),
            ("> 0", ">= 31", "", "'orange'"),
            ("> 0", ">= 1", "", "'yellow'"),
        ),
    ),
    "wages/part-paid": (
        ("part_paid", "late"),
        (("> 0", ">= 61", "'red'"), ("> 0", ">= 31", "'orange'"), ("> 0", ">= 1", "'yellow'")),
    ),
    "wages/no-payroll": (
        ("with_line", "late_payroll"),
        (("== 0", ">= 21", "'orange'"), ("== 0", ">= 1", "'yellow'")),
    ),
    "funding/no-transfer": (
        ("has_transfer", "active_days", "is_second"),
        (("false", ">= 15", "true", "'red'"), ("false", ">= 15", "", "'yellow'")),
    ),
    "attendance/low-rate": (
        ("",),
        (("valid_days * 10 < roster_days * 4", "'yellow'"), ("valid_days * 10 < roster_days * 6", "'blue'")),
    ),
}
PLAIN: dict[str, tuple[Sequence[str], Lines]] = {
    "attendance/silent-site": (
        ("silent_days",),
        ((">= 15", "'red'"), (">= 7", "'yellow'"), (">= 3", "'blue'")),
    ),
    "funding/below-payable": (
        ("shortfall", "unpaid_months"),
        (("> 0", "> 0", "'red'"), ("> 0", "", "'orange'")),
    ),
    "roster/no-contract": (
        ("without_contract", ""),
        (("> 0", "without_contract * 5 >= recent", "'orange'"), ("> 0", "", "'yellow'")),
    ),
    "deposit/too-small": (("",), (("held * 2 < owed", "'orange'"), ("held < owed", "'yellow'"))),
    "account/outflow-not-wages": (("stray_outflows",), (("> 0", "'red'"),)),
}


@dataclass
class Spent:
    """Where the seconds went: fetching a project's rows, working them up, and the engine itself."""

    fetching: float = 0.0
    preparing: float = 0.0
    deciding: float = 0.0
    verdicts: set[Verdict] = field(default_factory=set)

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.fetching + self.preparing + self.deciding


def run(province: Province, *, today: date, project_ids: Iterable[str]) -> Spent:
    """Judge projects one by one."""
    decision = zen.ZenEngine().create_decision(json.dumps(graph()))
    spent = Spent()
    for project_id in project_ids:
        at = [time.perf_counter()]
        site = site_of(province, project_id, today=today)
        at.append(time.perf_counter())
        facts = aggregates(province, site)
        at.append(time.perf_counter())
        result = decision.evaluate(facts)["result"]
        at.append(time.perf_counter())
        spent.fetching += at[1] - at[0]
        spent.preparing += at[2] - at[1]
        spent.deciding += at[3] - at[2]
        spent.verdicts |= _verdicts(project_id, facts["months"], result)
    return spent


def graph() -> dict[str, Any]:
    """The decision graph: ten tables between one input and one output."""
    tables = [_table(rule, *content, loop=True) for rule, content in MONTHLY.items()]
    tables += [_table(rule, *content, loop=False) for rule, content in PLAIN.items()]
    ends = [{"id": "in", "type": "inputNode", "name": "in"}, {"id": "out", "type": "outputNode", "name": "out"}]
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for table in tables
        for source, target in (("in", table["id"]), (table["id"], "out"))
    ]
    return {"nodes": [*ends, *tables], "edges": edges}


def _table(rule: str, columns: Sequence[str], lines: Lines, *, loop: bool) -> dict[str, Any]:
    name = rule.replace("/", "_").replace("-", "_")
    return {
        "id": name,
        "type": "decisionTableNode",
        "name": name,
        "content": {
            "hitPolicy": "first",
            "inputs": [{"id": f"i{n}", "name": f"i{n}", "field": column} for n, column in enumerate(columns)],
            "outputs": [{"id": "level", "name": "level", "field": "level"}],
            "rules": [
                {"_id": str(at), **{f"i{n}": cell for n, cell in enumerate(line[:-1])}, "level": line[-1]}
                for at, line in enumerate(lines)
            ],
            "inputField": "months" if loop else None,
            "outputPath": name,
            "executionMode": "loop" if loop else "single",
            "passThrough": False,
        },
    }


def _verdicts(project_id: str, months: list[dict[str, Any]], result: dict[str, Any]) -> set[Verdict]:
    found = set()
    for rule in PLAIN:
        if level := result.get(rule.replace("/", "_").replace("-", "_")):
            found.add(Verdict(rule, project_id, None, level["level"]))
    for rule in MONTHLY:
        levels = result.get(rule.replace("/", "_").replace("-", "_")) or []
        found |= {
            Verdict(rule, project_id, month["month"], level["level"])
            for month, level in zip(months, levels, strict=False)
            if level
        }
    return found
