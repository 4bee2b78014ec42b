"""How well an index ranks, and how true its chances are. Plain numpy."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from xinan.rules.risk.model import Band

Numbers = npt.NDArray[np.float64]
_DRAWS = 400
_LOW, _HIGH = 2.5, 97.5  # percent


def auc(scores: Numbers, truth: Numbers) -> float:
    """The chance that a project with arrears has the higher score of two; ties count half.

    >>> auc(np.array([1.0, 2.0, 3.0, 3.0]), np.array([0.0, 0.0, 1.0, 0.0]))
    0.8333333333333334
    """
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    values, places = np.unique(scores, return_inverse=True)
    mean = np.bincount(places, weights=ranks, minlength=len(values)) / np.bincount(places, minlength=len(values))
    hits = truth > 0
    positive, negative = int(hits.sum()), int((~hits).sum())
    total = float(mean[places][hits].sum())
    return (total - positive * (positive + 1) / 2) / (positive * negative)


def auc_interval(scores: Numbers, truth: Numbers, groups: Sequence[object]) -> tuple[float, float]:
    """The 95 % interval, by drawing whole projects again: the days of one project are no independent cases."""
    names, places = np.unique(np.array([str(group) for group in groups]), return_inverse=True)
    stream = np.random.Generator(np.random.PCG64(1))
    members = [np.flatnonzero(places == place) for place in range(len(names))]
    found = []
    for _ in range(_DRAWS):
        rows = np.concatenate([members[place] for place in stream.integers(0, len(names), len(names))])
        if 0 < truth[rows].sum() < len(rows):
            found.append(auc(scores[rows], truth[rows]))
    low, high = np.percentile(found, [_LOW, _HIGH])
    return float(low), float(high)


def brier(chances: Numbers, truth: Numbers) -> float:
    """The mean squared distance of chance and outcome."""
    return float(((chances - truth) ** 2).mean())


def reliability(indices: Numbers, truth: Numbers, bands: Sequence[Band]) -> list[tuple[Band, int, float]]:
    """Each band with how many cases fell into it and how many of them had arrears (a share; nan where none fell)."""
    found = []
    for band in bands:
        inside = (indices >= band.least) & (indices <= band.greatest)
        count = int(inside.sum())
        found.append((band, count, float(truth[inside].mean()) if count else float("nan")))
    return found


def calibration_error(curve: Sequence[tuple[Band, int, float]]) -> float:
    """The expected calibration error: |predicted − observed|, weighted by cases."""
    whole = sum(count for _, count, _ in curve)
    return sum(count * abs(float(band.chance) - seen) for band, count, seen in curve if count) / whole
