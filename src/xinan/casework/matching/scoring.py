"""From evidence to a score: how likely each candidate is, against the others and against none of them. Pure.

A conditional logit: evidence adds up as log-odds. The weights are data (weights.yaml), fitted on simulated tellings of
seeds other than those that quality is measured on (tools/fit_matching.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

import yaml

from xinan.casework.matching.told import SHOWN_FROM

NONE_OF_THEM = "none_of_them"

Evidence = Mapping[str, float]


@cache
def weights(subject: str) -> Mapping[str, float]:
    """The weights of `project` or `employer`, with the standing of "none of them"."""
    text = files("xinan.casework.matching").joinpath("weights.yaml").read_text("utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    return {name: float(value) for name, value in read[subject].items()}


def likelihood(evidence: Evidence, *, by: Mapping[str, float]) -> float:
    """The log-odds of one candidate."""
    return sum(by[name] * value for name, value in evidence.items())


def scores(candidates: Sequence[Evidence], *, by: Mapping[str, float]) -> list[float]:
    """The share of likelihood of each candidate; together with that of "none of them" they make 1.

    >>> weighing = {"named": 1.0, "none_of_them": 0.0}
    >>> scores([{"named": 0.0}, {"named": 0.0}], by=weighing)
    [0.3333333333333333, 0.3333333333333333]
    """
    odds = [likelihood(evidence, by=by) for evidence in candidates]
    highest = max((*odds, by[NONE_OF_THEM]))
    parts = [exp(one - highest) for one in odds]
    whole = sum(parts) + exp(by[NONE_OF_THEM] - highest)
    return [part / whole for part in parts]


def ranked(candidates: Iterable[tuple[str, Evidence]], *, subject: str) -> list[tuple[str, int]]:
    """The candidates that are worth showing with their score, the likeliest first, equals by key."""
    given = list(candidates)
    found = scores([evidence for _, evidence in given], by=weights(subject))
    percent = [(key, round(100 * part)) for (key, _), part in zip(given, found, strict=True)]
    return sorted(((key, one) for key, one in percent if one >= SHOWN_FROM), key=lambda pair: (-pair[1], pair[0]))
