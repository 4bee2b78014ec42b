"""The weights under which the truth of simulated tellings is likeliest (tools/fit_matching.py).

A conditional logit, drawn towards the weights that stand. A weight keeps its sign: what speaks against a candidate may
come to say nothing, never the opposite.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.db import transaction

from tools.bench.parts.matching import told_of
from tools.bench.province import TODAY
from tools.bench.tellings.labelled import known_people, make_harder, strangers, tellings
from tools.bench.tellings.telling import Telling
from tools.chromium import ROOT
from xinan.casework.matching.evidence import of_firm, of_project
from xinan.casework.matching.gathering import employing, gathered, with_firms
from xinan.casework.matching.register import Register, register
from xinan.casework.matching.scoring import NONE_OF_THEM, Evidence, ranked, weights
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import Keyring
from xinan.simulation.chance import Chance

SEEDS = (101, 102, 103)
KNOWN, STRANGE = 700, 140
FILE = ROOT / "src" / "xinan" / "casework" / "matching" / "weights.yaml"
_STEPS, _RATE, _PULL = 600, 0.05, 0.5
_HEAD = """# Log-odds for a unit of each kind of evidence (evidence.py), and the standing of "none of them".
# Fitted by tools/fit_matching.py on simulated tellings, seeds {seeds}; quality is measured on others.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of a telling, and which is right; none where `right` is empty or no candidate."""

    candidates: tuple[tuple[str, Evidence], ...]
    right: str


def write_weights() -> None:
    """Draw, fit, write."""
    projects: list[Case] = []
    employers: list[Case] = []
    for seed in SEEDS:
        for project, employer in _cases(seed, keyring=wiring().keyring):
            projects.append(project)
            employers.append(employer)
    parts = [_written(subject, fitted(cases, subject=subject)) for subject, cases in _named(projects, employers)]
    Path(FILE).write_text(_HEAD.format(seeds=", ".join(map(str, SEEDS))) + "".join(parts), encoding="utf-8")


def _named(projects: Sequence[Case], employers: Sequence[Case]) -> Iterator[tuple[str, Sequence[Case]]]:
    yield "project", projects
    yield "employer", employers


def _cases(seed: int, *, keyring: Keyring) -> Iterator[tuple[Case, Case]]:
    with transaction.atomic():
        chance = Chance(seed, "fit")
        make_harder(chance=chance)
        known = register()
        truths = known_people(KNOWN, chance=chance, keyring=keyring)
        told = [
            *tellings(truths, chance=chance, on=TODAY),
            *tellings(list(strangers(STRANGE, seed=seed, on=TODAY)), chance=chance, on=TODAY),
        ]
        for telling in told:
            yield _case(telling, known, keyring=keyring)
        transaction.set_rollback(True)


def _case(telling: Telling, known: Register, *, keyring: Keyring) -> tuple[Case, Case]:
    setting = gathered(told_of(telling), known, keyring=keyring)
    sites = tuple((number, of_project(known.sites[number], setting)) for number in sorted(setting.firms_of))
    best = ranked(sites, subject="project")
    likely = best[0][0] if best and best[0][1] >= 50 else ""
    on_project = employing(likely) if likely else frozenset()
    compared, keys = with_firms(setting, known, on_project=on_project)
    firms = tuple((key, of_firm(key, compared, on_project=key in on_project)) for key in keys)
    truth = telling.truth
    return Case(sites, truth.project_id), Case(firms, truth.employer_id)


def fitted(cases: Sequence[Case], *, subject: str) -> dict[str, float]:
    """The weights under which the truths are likeliest, by ascent along the slope."""
    start = weights(subject)
    names = [name for name in start if name != NONE_OF_THEM]
    begun = np.array([start[name] for name in names] + [start[NONE_OF_THEM]])
    tables = [_table(case, names) for case in cases]
    now, speed = begun.copy(), np.zeros_like(begun)
    for _ in range(_STEPS):
        slope = -_PULL * (now - begun) / len(cases)
        for rows, right in tables:
            odds = rows @ now
            part = np.exp(odds - odds.max())
            slope += (rows[right] - part @ rows / part.sum()) / len(cases)
        speed = 0.9 * speed + 0.1 * slope**2
        now = now + _RATE * slope / np.sqrt(speed + 1e-8)
        now = np.where(begun > 0, np.maximum(now, 0.0), np.minimum(now, 0.0))
    return dict(zip([*names, NONE_OF_THEM], (round(float(one), 3) for one in now), strict=True))


def _table(case: Case, names: Sequence[str]) -> tuple[np.ndarray, int]:
    """A row for each candidate, the last for none of them; and which of them is right."""
    rows = [[evidence[name] for name in names] + [0.0] for _, evidence in case.candidates]
    rows.append([0.0] * len(names) + [1.0])
    keys = [key for key, _ in case.candidates]
    return np.array(rows), keys.index(case.right) if case.right in keys else len(keys)


def _written(subject: str, found: dict[str, float]) -> str:
    return f"{subject}:\n" + "".join(f"  {name}: {value}\n" for name, value in found.items())
