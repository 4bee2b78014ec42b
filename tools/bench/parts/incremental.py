"""Touched projects against the whole province, both straight from the product's database."""

import random
import statistics
import time
from collections.abc import Iterator, Sequence

from django.db import connection

from tools.bench.lines import Line, at_most, stated
from tools.bench.province import TODAY, Size, rows_in
from tools.bench.stored import filled_in
from xinan.gateways.database import connection_url
from xinan.monitoring import evaluation
from xinan.monitoring.evaluation import evaluate_everything, evaluate_projects
from xinan.monitoring.facts import load_facts
from xinan.monitoring.kept import Kept
from xinan.registry.models import Project

SHARE, TRY_FOR = 1 / 10, 1 / 50
SEVERAL = (2, 5, 10, 40)
SINGLES, RUNS = 9, 3
# A pair is soon measured, and its cost depends on which two they are.
RUNS_OF_FEW = {2: 9}


def measure(size: Size) -> Iterator[Line]:
    """One touched project, several, and all."""
    ids = sorted(Project.objects.values_list("project_id", flat=True))
    chance = random.Random(1)  # noqa: S311 a sample, no secret
    kept = Kept()  # a running worker keeps one
    for _ in range(2):
        evaluate_projects([ids[0]], as_of=TODAY, kept=kept)
    started = time.monotonic()
    findings = len(evaluate_everything(as_of=TODAY).findings)
    whole = time.monotonic() - started
    single = [_seconds([project_id], kept=kept) for project_id in chance.sample(ids, SINGLES)]
    one = statistics.median(single)
    how = (
        f"{size.stored_projects:,} projects × {size.stored_workers} workers in the product's tables,"
        f" {rows_in(size.stored_folder):,} facts filled in {filled_in(size):.0f} s; loading by ADBC, evaluating and the"
        f" query for the contractors' other projects counted, reconciling not, in the engine that a worker keeps;"
        f" {SINGLES} projects, median ({min(single):.2f}–{max(single):.2f} s); all projects {findings:,} findings"
    )
    of = f"{one:.2f} s ÷ {whole:.1f} s"
    for target in (SHARE, TRY_FOR):
        name = f"incremental: one project against all, 1/{1 / target:.0f}"
        yield at_most(name, one / whole, target, of=of, how=how, shown="{:.4f}".format)
    for count in SEVERAL:
        if count * RUNS < len(ids):
            runs = RUNS_OF_FEW.get(count, RUNS)
            several = statistics.median(_seconds(chance.sample(ids, count), kept=kept) for _ in range(runs))
            of = f"{several:.2f} s ÷ {one:.2f} s"
            yield at_most(f"{count} projects against one", several / one, count, of=of, how=f"median of {runs} samples")
    yield from _where_it_goes(chance.sample(ids, SINGLES), kept)


def _seconds(project_ids: Sequence[str], *, kept: Kept) -> float:
    started = time.monotonic()
    evaluate_projects(project_ids, as_of=TODAY, kept=kept)
    return time.monotonic() - started


def _where_it_goes(project_ids: Sequence[str], kept: Kept) -> Iterator[Line]:
    """The stages of a step for one project, by themselves."""
    stages: dict[str, list[float]] = {"loading by ADBC": [], "evaluating what was loaded": []}
    url = connection_url(connection.settings_dict)
    for project_id in project_ids:
        contractor = Project.objects.values_list("contractor_id", flat=True).get(project_id=project_id)
        siblings = set(Project.objects.filter(contractor_id=contractor).values_list("project_id", flat=True))
        started = time.monotonic()
        facts = load_facts(url, project_ids=siblings, as_of=TODAY)
        stages["loading by ADBC"].append(time.monotonic() - started)
        started = time.monotonic()
        kept.engine.judge(facts, as_of=TODAY, rules=evaluation._rules())
        stages["evaluating what was loaded"].append(time.monotonic() - started)
    text = ", ".join(f"{name} {statistics.median(times):.3f} s" for name, times in stages.items())
    yield stated("where one project's step goes", text, how="medians; nearly all of it is DuckDB planning statements")
