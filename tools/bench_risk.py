"""How well the risk index ranks and how true its chances are, on seeds it was not fitted to.

`risk_figures()` is a part of `make bench`; `python -m tools.bench_risk` runs it alone. It writes docs/risk.md with the curve
(docs/images/risk-reliability.svg) and src/xinan/rules/risk/measured.yaml, which the page of the index shows.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tools.chromium import ROOT
from tools.risk_history import DAYS, DISTRESS, HELD_OUT, MONTHS, PROJECTS, SHARE, TRAINING, WORKERS, Row, history
from tools.risk_measures import Numbers, auc, auc_interval, brier, calibration_error, reliability
from xinan.rules.risk.model import HORIZON_DAYS, Band
from xinan.rules.risk.points import shipped_points

Figure = tuple[str, str, str]
MEASURED = ROOT / "src" / "xinan" / "rules" / "risk" / "measured.yaml"
PAGE = ROOT / "docs" / "risk.md"
PICTURE = ROOT / "docs" / "images" / "risk-reliability.svg"
_SIDE, _MARGIN = 320, 44


def risk_figures() -> Iterator[Figure]:
    """What, of what, how much: for the table of `make bench`. Writes the page and the picture."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(history(HELD_OUT, folder=Path(folder)))
    found = measure(rows)
    write(found)
    yield from figures(found)


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    """The lines of the table."""
    size = f"held-out seeds {found['seeds']}, {found['cases']:,} project-days"
    for line in found["ranking"]:
        what = {"all": "arrears within 60 days", "coming": "arrears yet to begin"}[line["of"]]
        old = f"old score {line['old']:.3f}, number of warnings {line['count']:.3f}"
        yield f"risk index, AUC for {what}", size, f"{line['auc']:.3f} ({line['low']:.3f}–{line['high']:.3f}); {old}"
    yield "risk index, calibration error / Brier", size, f"{found['ece']:.3f} / {found['brier']:.3f}"


def measure(rows: Sequence[Row]) -> dict[str, Any]:
    """All figures of some rows."""
    index = np.array([row.risk.index for row in rows], dtype=float)
    truth = np.array([row.unpaid for row in rows], dtype=float)
    coming = np.array([not row.standing for row in rows])
    points = shipped_points()
    chances = np.array([float(points.band(row.risk.index).chance) for row in rows])
    curve = reliability(index, truth, points.bands)
    seeds = sorted({row.seed for row in rows})
    everyone = np.ones(len(rows), dtype=bool)
    return {
        "seeds": f"{seeds[0]}–{seeds[-1]}",
        "cases": len(rows),
        "arrears": round(float(truth.mean()), 4),
        "ranking": [_ranking("all", rows, index, truth, everyone), _ranking("coming", rows, index, truth, coming)],
        "ece": round(calibration_error(curve), 4),
        "brier": round(brier(chances, truth), 4),
        "brier_of_the_mean": round(float(truth.mean() * (1 - truth.mean())), 4),
        "version": points.version,
        "curve": [_point(band, count, seen) for band, count, seen in curve],
    }


def write(found: dict[str, Any]) -> None:
    """The figures for the page of the product, and the page and picture of the documentation."""
    said = "# Written by tools/bench_risk.py on held-out seeds; the page of the index shows it.\n"
    MEASURED.write_text(said + yaml.safe_dump(found, sort_keys=False), encoding="utf-8")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(found["curve"]), encoding="utf-8")
    PAGE.write_text(page(found), encoding="utf-8")


def page(found: dict[str, Any]) -> str:
    """docs/risk.md."""
    ranking = [
        f"| {_NAMES[line['of']]} | {line['auc']:.3f} | {line['low']:.3f}–{line['high']:.3f} | {line['old']:.3f} "
        f"| {line['count']:.3f} | {line['arrears']} |"
        for line in found["ranking"]
    ]
    curve = [
        f"| {row['least']}–{row['greatest']} | {row['predicted']:.1%} | "
        + (f"{row['observed']:.1%} | {row['cases']:,} |" if row["cases"] else "— | 0 |")
        for row in found["curve"]
    ]
    return "\n".join(
        [
            "# The risk index, measured",
            "",
            f"Written by `make bench` (tools/bench_risk.py); points of version `{found['version']}`, fitted by",
            f"`python -m tools.fit_risk` on seeds {TRAINING[0]}–{TRAINING[-1]}, measured here on seeds {found['seeds']}, which",
            "the fit never saw. Each seed is a simulated province of",
            f"{PROJECTS} projects × {WORKERS} workers × {MONTHS} months (`--share {SHARE} --distress {DISTRESS}`), judged on",
            f"{len(DAYS)} days: {found['cases']:,} project-days, {found['arrears']:.1%} of them with wages unpaid or part-paid",
            f"at some time in the {HORIZON_DAYS} days after (planted truth, `arrears.csv`). The history is simulated: the figures",
            "say that the index reads the signs the simulator plants, not how a real province will fare.",
            "",
            "| ranking (AUC) | index | 95 % interval | old sum of level weights | number of warnings | cases with arrears |",
            "|---|---|---|---|---|---|",
            *ranking,
            "",
            "The interval draws whole projects again: the days of one project are no independent cases.",
            "",
            "![Observed against predicted share of projects with arrears](images/risk-reliability.svg)",
            "",
            "| index | predicted (training) | observed | project-days |",
            "|---|---|---|---|",
            *curve,
            "",
            f"Expected calibration error {found['ece']:.3f}; Brier score {found['brier']:.4f} "
            f"({found['brier_of_the_mean']:.4f} where everybody gets the mean).",
            "",
        ]
    )


def picture(curve: Sequence[dict[str, Any]]) -> str:
    """The reliability curve as SVG: the diagonal is a perfect forecast; a dot grows with its cases."""
    whole, shown = _SIDE + 2 * _MARGIN, [row for row in curve if row["cases"]]

    def spot(row: dict[str, Any]) -> tuple[float, float]:
        return _MARGIN + row["predicted"] * _SIDE, _MARGIN + (1 - row["observed"]) * _SIDE

    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(spot, shown))
    dots = "".join(
        f'<circle cx="{spot(row)[0]:.1f}" cy="{spot(row)[1]:.1f}" r="{2.5 + min(6.0, row["cases"] ** 0.33 / 2):.1f}"/>'
        for row in shown
    )
    ends = f'x1="{_MARGIN}" y1="{_MARGIN + _SIDE}" x2="{_MARGIN + _SIDE}" y2="{_MARGIN}"'
    marks = "".join(
        f'<text x="{_MARGIN + part * _SIDE:.0f}" y="{whole - 24}" text-anchor="middle">{part:.0%}</text>'
        f'<text x="{_MARGIN - 6}" y="{_MARGIN + (1 - part) * _SIDE + 4:.0f}" text-anchor="end">{part:.0%}</text>'
        for part in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="11">'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#bbb"/>'
        f'<line {ends} stroke="#999" stroke-dasharray="5 4"/>'
        f'<polyline points="{line}" fill="none" stroke="#1c5fa8" stroke-width="2"/><g fill="#1c5fa8">{dots}</g>'
        f'<g fill="#444">{marks}<text x="{whole / 2}" y="{whole - 6}" text-anchor="middle">predicted</text>'
        f'<text x="{_MARGIN}" y="{_MARGIN - 10}">observed on held-out seeds</text></g></svg>\n'
    )


_NAMES = {
    "all": "arrears within 60 days, standing ones included",
    "coming": "no arrears on the day, beginning within 60",
}


def _ranking(of: str, rows: Sequence[Row], index: Numbers, truth: Numbers, among: Any) -> dict[str, Any]:
    low, high = auc_interval(
        index[among],
        truth[among],
        [f"{row.seed}/{row.project_id}" for row, kept in zip(rows, among, strict=True) if kept],
    )
    old = np.array([row.old_score for row in rows], dtype=float)
    count = np.array([row.warnings for row in rows], dtype=float)
    return {
        "of": of,
        "auc": round(auc(index[among], truth[among]), 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "old": round(auc(old[among], truth[among]), 4),
        "count": round(auc(count[among], truth[among]), 4),
        "arrears": int(truth[among].sum()),
    }


def _point(band: Band, count: int, seen: float) -> dict[str, Any]:
    observed = round(seen, 4) if count else 0.0
    return {
        "least": band.least,
        "greatest": band.greatest,
        "predicted": float(band.chance),
        "observed": observed,
        "cases": count,
    }


def main() -> int:
    """Measure and print."""
    for line in risk_figures():
        print("| " + " | ".join(line) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
