"""Fits the points of the risk index to simulated history and writes src/xinan/rules/risk/points.yaml.

`python -m tools.fit_risk`. A logistic regression on steps (“the value of a part is at least …”) whose weights may not be
negative: a worse value never takes points away. The weights become whole points on a scale of 100, and each band of the index
is given the share of simulated project-days with arrears, made non-decreasing. Nothing here sees the held-out seeds.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import yaml

from tools.chromium import ROOT
from tools.risk_history import DAYS, DISTRESS, MONTHS, PROJECTS, SHARE, TRAINING, WORKERS, Row, history
from tools.risk_measures import Numbers, auc
from xinan.rules.risk.parts import find_part

PAGE = ROOT / "src" / "xinan" / "rules" / "risk" / "points.yaml"
STEPS: dict[str, tuple[float, ...]] = {
    "owed": (2, 4, 6),
    "late": (1, 2, 3),
    "cover": (0.01, 0.25, 0.6),
    "reserve": (0.01, 0.3, 0.7, 1.2),
    "late_transfer": (4, 12, 25),
    "short_transfers": (0.05, 0.15, 0.3, 0.5),
    "funding": (1, 3, 6),
    "account": (2, 4, 6),
    "payroll": (7, 11, 16),
    "wages": (2, 4),
    "fall": (0.2, 0.35, 0.5),
    "complaints": (1, 2, 3),
    "elsewhere": (1, 2, 4),
    "safeguards": (1, 2, 4, 8),
    "people": (2, 4),
}
BANDS = ((0, 4), (5, 9), (10, 14), (15, 19), (20, 29), (30, 39), (40, 49), (50, 64), (65, 79), (80, 100))
# Every step of a part made of warnings counts for a point more than the one below it, every signal for at least one:
# history is simulated, and knows no harm in a missing deposit.
_ROUNDS, _RATE, _RIDGE = 6000, 0.5, 2e-4
_TOP = 99.5  # percentile of the sums that becomes 100
_PRIOR = 4  # project-days added to a band at the mean of its neighbours below, so that few cases say little


def matrix(rows: list[Row]) -> tuple[Numbers, list[tuple[str, float]]]:
    """1 where a part's value reaches a step."""
    names = [(part, at) for part, steps in STEPS.items() for at in steps]
    table = np.zeros((len(rows), len(names)))
    for place, row in enumerate(rows):
        values = {part.part: float(part.value) for part in row.risk.parts if part.silent is None}
        table[place] = [values.get(part, 0.0) >= at for part, at in names]
    return table, names


def fit(table: Numbers, truth: Numbers) -> Numbers:
    """Weights, none negative, by projected gradient with momentum."""
    weights, base = np.zeros(table.shape[1]), float(np.log(truth.mean() / (1 - truth.mean())))
    speed, base_speed = np.zeros_like(weights), 0.0
    for _ in range(_ROUNDS):
        error = 1 / (1 + np.exp(-(base + table @ weights))) - truth
        speed = 0.9 * speed - _RATE * (table.T @ error / len(truth) + _RIDGE * weights)
        base_speed = 0.9 * base_speed - _RATE * float(error.mean())
        moved = weights + speed
        speed[moved < 0] = 0.0
        weights, base = np.maximum(moved, 0.0), base + base_speed
    return weights


def points_of(weights: Numbers, table: Numbers, names: list[tuple[str, float]]) -> dict[str, dict[float, int]]:
    """Whole points by part and step."""
    scale = 100 / float(np.percentile(table @ weights, _TOP))
    found: dict[str, dict[float, int]] = {}
    sums: dict[str, float] = {}
    for (part, at), weight in zip(names, weights, strict=True):
        sums[part] = sums.get(part, 0.0) + float(weight) * scale
        there = found.setdefault(part, {})
        least = 1 if find_part(part).signal else max(there.values(), default=0) + 1
        there[at] = max(least, round(sums[part]))
    return found


def indices(points: dict[str, dict[float, int]], table: Numbers, names: list[tuple[str, float]]) -> Numbers:
    """The index of every row."""
    added = np.zeros(len(names))
    before: dict[str, int] = {}
    for place, (part, at) in enumerate(names):
        added[place] = points[part][at] - before.get(part, 0)
        before[part] = points[part][at]
    return np.minimum(100, table @ added)


def bands(index: Numbers, truth: Numbers) -> list[dict[str, object]]:
    """The share with arrears by band, non-decreasing (pool adjacent violators)."""
    blocks: list[list[float]] = []  # cases, arrears, bands
    for least, greatest in BANDS:
        inside = (index >= least) & (index <= greatest)
        below = blocks[-1][1] / blocks[-1][0] if blocks else 0.0
        blocks.append([float(inside.sum()) + _PRIOR, float(truth[inside].sum()) + _PRIOR * below, 1])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][0] > blocks[-1][1] / blocks[-1][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    chances = [block[1] / block[0] for block in blocks for _ in range(int(block[2]))]
    return [
        {"least": least, "greatest": greatest, "chance": f"{chance:.3f}"}
        for (least, greatest), chance in zip(BANDS, chances, strict=True)
    ]


def main() -> int:
    """Make the history, fit, write."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(history(TRAINING, folder=Path(folder)))
    write(rows)
    return 0


def write(rows: list[Row]) -> None:
    """Fit to some rows and write the points."""
    table, names = matrix(rows)
    truth = np.array([row.unpaid for row in rows], dtype=float)
    points = points_of(fit(table, truth), table, names)
    index = indices(points, table, names)
    coming = np.array([not row.standing for row in rows])
    seeds = f"{min(row.seed for row in rows)}–{max(row.seed for row in rows)}"
    size = f"{PROJECTS} × {WORKERS} × {MONTHS}, --share {SHARE} --distress {DISTRESS}"
    page = {
        "source": {
            "zh": f"由 tools/fit_risk 在模拟历史上标定：种子 {seeds}，每省 {PROJECTS} 个项目、{MONTHS} 个月，"
            f"{len(DAYS)} 个截止日，共 {len(rows)} 个项目日；非法定，不是真实省份的概率",
            "en": f"calibrated by tools/fit_risk on simulated history: seeds {seeds} ({size}), {len(DAYS)} days, "
            f"{len(rows)} project-days; not law, and no chance of a real province",
        },
        "parts": points,
        "bands": bands(index, truth),
    }
    PAGE.write_text(
        "# Written by tools/fit_risk.py. Points of each part from a value on; what bands of the index came to.\n"
        + yaml.safe_dump(page, allow_unicode=True, sort_keys=False, width=110),
        encoding="utf-8",
    )
    print(f"{len(rows)} project-days, {truth.mean():.1%} with arrears; in sample AUC {auc(index, truth):.3f}, ", end="")
    print(f"of those still to begin {auc(index[coming], truth[coming]):.3f}")


if __name__ == "__main__":
    sys.exit(main())
