"""The risk index on simulated history: the same arithmetic as the rules, and it ranks what is to come."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from tools.risk_history import rows_of
from tools.risk_measures import auc
from xinan.engine import Status
from xinan.engine.evaluate import Judgement, Loaded, evaluate, loaded
from xinan.rules.funding.forecast_shortfall.outlook import figures_from
from xinan.rules.risk.model import PartScore, Risk
from xinan.simulation.arrears import Arrears
from xinan.simulation.places import region_rows
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options, Window
from xinan.simulation.write import SnapshotWriter

END = date(2026, 11, 23)
DAYS = (END - timedelta(days=60), END - timedelta(days=115), END - timedelta(days=170))
SEED = 4001  # not among those the points were fitted to
FLOOR = 0.75


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Arrears]]:
    place, ledger = tmp_path_factory.mktemp("province"), Ledger()
    asked = Options(SEED, 120, 10, Window(END, 12), share=0.15, distress=0.4)
    with SnapshotWriter(place, end=END, file_format="parquet") as writer:
        writer.add_regions(region_rows())
        for draft in make_projects(asked, ledger):
            writer.add(draft)
    return place, ledger.late


@pytest.fixture(scope="module")
def facts(province: tuple[Path, list[Arrears]]) -> Iterator[Loaded]:
    with loaded(province[0]) as held:
        yield held


@pytest.fixture(scope="module")
def judged(facts: Loaded) -> dict[date, Judgement]:
    return {day: facts.judge(as_of=day) for day in DAYS}


def part(risk: Risk, name: str) -> PartScore:
    return next(each for each in risk.parts if each.part == name)


def test_the_findings_are_those_of_an_evaluation(
    province: tuple[Path, list[Arrears]], judged: dict[date, Judgement]
) -> None:
    assert judged[DAYS[0]].findings == evaluate(province[0], as_of=DAYS[0])


def test_it_ranks_what_is_to_come(province: tuple[Path, list[Arrears]], judged: dict[date, Judgement]) -> None:
    rows = [row for day, found in judged.items() for row in rows_of(found, province[1], seed=SEED, day=day)]
    truth = np.array([row.unpaid for row in rows], dtype=float)
    index = np.array([row.risk.index for row in rows], dtype=float)
    warnings = np.array([row.warnings for row in rows], dtype=float)
    assert 15 < truth.sum() < len(rows) / 2
    assert auc(index, truth) > FLOOR
    assert auc(index, truth) > auc(warnings, truth)


def test_the_cover_is_the_rule_of_the_shortfall(judged: dict[date, Judgement]) -> None:
    """The page draws the index's figures; where they show a gap the rule holds, with the same figures, and nowhere else."""
    compared = 0
    for day, found in judged.items():
        short = {each.project_id: each for each in found.findings if each.rule == "funding/forecast-shortfall"}
        gaps = {risk.project_id: part(risk, "cover") for risk in found.risks if part(risk, "cover").value > 0}
        raised = {key for key, each in short.items() if each.status is Status.RAISED}
        assert set(gaps) == raised
        for key, gap in gaps.items():
            finding = short[key]
            for name in ("due_on", "wage_month", "accrued", "balance", "expected_on", "inflow", "lacking"):
                assert gap.measures[name] == finding.measures[name], name
            figures = figures_from(gap.measures, as_of=day)
            assert figures is not None
            assert figures.short
            compared += 1
    assert compared > 5


def test_the_parts_of_warnings_count_the_open_findings(judged: dict[date, Judgement]) -> None:
    found = judged[DAYS[0]]
    opened: dict[str, int] = {}
    for finding in found.findings:
        if finding.status is Status.RAISED and finding.project_id and not finding.rule.startswith("data_quality/"):
            opened[finding.project_id] = opened.get(finding.project_id, 0) + (finding.rule != "filing/stale")
    assert {risk.project_id: sum(sum(each.rules.values()) for each in risk.parts) for risk in found.risks} == {
        risk.project_id: opened.get(risk.project_id, 0) for risk in found.risks
    }


def test_every_signal_that_adds_something_has_its_rows(facts: Loaded, judged: dict[date, Judgement]) -> None:
    found = judged[DAYS[0]]
    seen = set()
    for risk in sorted(found.risks, key=lambda each: -each.index):
        for each in risk.parts:
            if each.points and not each.rules and each.part not in seen:
                seen.add(each.part)
                tables = facts.part_rows(part_id=each.part, project_id=risk.project_id, as_of=DAYS[0])
                # Transfers that never came have no rows, and that is the reason.
                assert tables
                assert any(table.total for table in tables) or each.part in {"late_transfer", "short_transfers"}
    assert {"cover", "reserve", "late"} <= seen


def test_late_months_and_complaints_are_counted_by_hand(facts: Loaded, judged: dict[date, Judgement]) -> None:
    found = judged[DAYS[0]]
    for risk in found.risks:
        for name in ("late", "complaints"):
            score = part(risk, name)
            if score.value:
                rows = facts.part_rows(part_id=name, project_id=risk.project_id, as_of=DAYS[0])[0]
                assert Decimal(rows.total) == score.value
