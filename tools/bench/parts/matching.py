"""How well matching knows what a clue speaks of, on tellings of people whose truth is known (tools/bench/tellings)."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from tools.bench.lines import Line, Met, at_most, stated
from tools.bench.province import QUICK, TODAY, Size
from tools.bench.tellings.clues import known_clues, one_project, pairs_of, same_matter
from tools.bench.tellings.labelled import known_people, make_harder, strangers, tellings
from tools.bench.tellings.telling import Telling
from xinan.casework.matching import Found, Match, ToldClue, find, groups, matters
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month
from xinan.registry.models import Project
from xinan.simulation.chance import Chance

# Held out: the weights were fitted on tellings of other seeds (tools/fit_matching.py).
SEED = 20_261_123
_ON_FEW = 40  # projects on which the clues of groups and doubles gather
_HOW = "proposals that are right ÷ proposals; a proposal is a score of 70 or more"


def measure(size: Size) -> Iterator[Line]:
    """The lines; what the set changes in the database is taken back."""
    with transaction.atomic():
        yield from quality(count=150 if size is QUICK else 1_500, on_few=12 if size is QUICK else _ON_FEW)
        transaction.set_rollback(True)


def quality(
    *, count: int, on_few: int, gathered: int = 0, seed: int = SEED, keyring: Keyring | None = None
) -> Iterator[Line]:
    """Precision and recall of `count` tellings of known people and a fifth as many of strangers.

    For doubles and groups, `gathered` people (a third of `count` where 0) complain of `on_few` projects.
    """
    keys = keyring or wiring().keyring
    chance = Chance(seed, "tellings")
    make_harder(chance=chance)
    known = tellings(known_people(count, chance=chance, keyring=keys), chance=chance, on=TODAY)
    strange = tellings(list(strangers(count // 5, seed=seed, on=TODAY)), chance=chance, on=TODAY)
    answers = [_answered(telling, keyring=keys) for telling in (*known, *strange)]
    yield from _projects(answers)
    yield from _employers(answers)
    yield from _people(answers)
    yield _calibration(answers)
    yield _speed(answers)
    yield from _doubles(on_few, people=gathered or count // 3, chance=chance, keyring=keys)


def told_of(telling: Telling) -> ToldClue:
    """The telling as the product takes it."""
    months = telling.months
    return ToldClue(
        received_on=telling.received_on,
        site_words=telling.site,
        employer_words=telling.employer,
        region_code=telling.region_code,
        lng=telling.lng,
        lat=telling.lat,
        phone=telling.phone,
        id_number=telling.id_number,
        from_month=Month.of(months[0]) if months else None,
        to_month=Month.of(months[1]) if months else None,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A telling with what was found for it, and how long that took."""

    telling: Telling
    found: Found
    seconds: float


def _answered(telling: Telling, *, keyring: Keyring) -> Answer:
    begun = time.perf_counter()
    found = find(told_of(telling), keyring=keyring)
    return Answer(telling, found, time.perf_counter() - begun)


def _projects(answers: Sequence[Answer]) -> Iterator[Line]:
    yield from _two("project", answers, lambda a: a.found.project, lambda a: a.telling.truth.project_id, 0.95, 0.80)
    words_only = [a for a in answers if not a.telling.phone and not a.telling.id_number]
    yield from _two(
        "project, by words and places alone", words_only, lambda a: a.found.project,
        lambda a: a.telling.truth.project_id, 0.93, 0.60,
    )  # fmt: skip
    noisy = [a for a in words_only if a.telling.kinds & {"wrong characters", "typed by sound"}]
    right = [a for a in noisy if a.found.project and a.found.project.key == a.telling.truth.project_id]
    yield stated("project, names written wrong or by sound", f"{len(right)} of {len(noisy)}", how="proposed and right")


def _employers(answers: Sequence[Answer]) -> Iterator[Line]:
    said = [a for a in answers if a.telling.employer and "the contractor for the employer" not in a.telling.kinds]
    yield from _two("employer", said, lambda a: a.found.employer, lambda a: a.telling.truth.employer_id, 0.95, 0.70)


def _people(answers: Sequence[Answer]) -> Iterator[Line]:
    gave = [a for a in answers if a.telling.phone or a.telling.id_number]
    named = [a for a in gave if a.found.workers]
    right = [a for a in named if a.found.workers == (a.telling.truth.worker_id,)]
    known = [a for a in gave if a.telling.truth.worker_id]
    yield share_of("person, precision", len(right), len(named), 0.99, how="by keyed digests of phone and identity")
    yield share_of("person, recall", len(right), len(known), 0.99, how="of those who gave a phone or an identity")


def _two(
    what: str,
    answers: Sequence[Answer],
    proposed: Callable[[Answer], Match | None],
    true: Callable[[Answer], str],
    precise: float,
    complete: float,
) -> Iterator[Line]:
    given = [(match.key, true(a)) for a in answers if (match := proposed(a)) is not None]
    right = sum(key == truth for key, truth in given)
    known = sum(bool(true(a)) for a in answers)
    yield share_of(f"{what}, precision", right, len(given), precise, how=f"{_HOW}; strangers among the callers")
    yield share_of(f"{what}, recall", right, known, complete, how="right proposals ÷ callers of a registered project")


def share_of(what: str, part: int, whole: int, target: float, *, how: str) -> Line:
    """A share in per cent with one decimal; nothing of nothing misses its target."""
    reached = part / whole if whole else 0.0
    met = Met.YES if reached >= target else Met.NO
    return Line(what, f"{reached:.1%} ({part} of {whole})", f"≥ {target:.0%}", met, how)


def _calibration(answers: Sequence[Answer]) -> Line:
    """The largest difference between what scores promise and what comes true, in bands of twenty."""
    bands: dict[int, list[tuple[int, bool]]] = {}
    for answer in answers:
        for match in answer.found.projects:
            right = match.key == answer.telling.truth.project_id
            bands.setdefault(min(4, match.score // 20), []).append((match.score, right))
    gaps = {
        band: abs(sum(score for score, _ in pairs) / 100 - sum(right for _, right in pairs)) / len(pairs)
        for band, pairs in bands.items()
        if len(pairs) >= 20
    }
    worst = max(gaps.values(), default=0.0)
    of = ", ".join(f"{20 * band}–{20 * band + 20}: {gap:.2f}" for band, gap in sorted(gaps.items()))
    return at_most(
        "scores of projects against what came true", worst, 0.10, of=of, how="the worst band of twenty points"
    )


def _speed(answers: Sequence[Answer]) -> Line:
    spent = sorted(answer.seconds for answer in answers[1:])
    middle, late = spent[len(spent) // 2], spent[int(0.95 * len(spent))]
    projects = Project.objects.count()
    return at_most(
        "finding what one clue speaks of",
        late,
        0.5,
        of=f"95 of 100; half in {middle:.3f} s",
        how=f"seconds, {projects:,} projects",
    )


def _doubles(on_few: int, *, people: int, chance: Chance, keyring: Keyring) -> Iterator[Line]:
    """Clues that gather on a few projects, a third of them told again: are the doubles found, and the groups?"""
    few = chance.some(list(Project.objects.order_by("pk").values_list("pk", flat=True)), on_few)
    callers = known_people(people, chance=chance, keyring=keyring, projects=few)
    told = known_clues(callers, chance=chance, on=TODAY, find=lambda telling: find(told_of(telling), keyring=keyring))
    given = {clue.clue.clue_id: clue for clue in told}
    joined = pairs_of(matters(clue.clue for clue in told))
    true = same_matter(told)
    knowable = {pair for pair in true if given[pair[0]].shares_a_key(given[pair[1]])}
    yield share_of(
        "doubles, precision",
        len(joined & true),
        len(joined),
        0.98,
        how="pairs merged that are one matter ÷ pairs merged",
    )
    yield share_of(
        "doubles, recall",
        len(joined & knowable),
        len(knowable),
        0.70,
        how="merged without asking, of pairs of one matter that share an identity or a phone",
    )
    grouped = pairs_of(group.clue_ids for group in groups(clue.clue for clue in told))
    right = grouped & one_project(told)
    together = one_project(told, within=timedelta(days=28))
    yield share_of(
        "groups, precision", len(right), len(grouped), 0.95, how="pairs put together that speak of one project"
    )
    yield share_of(
        "groups, recall", len(grouped & together), len(together), 0.70, how="of pairs on one project within 28 days"
    )
