"""How well matching knows what a clue speaks of, on tellings of people whose truth is known (tools/bench/tellings)."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from tools.bench.lines import Line, Met, at_most, stated
from tools.bench.province import QUICK, TODAY, Size
from tools.bench.tellings.clues import (
    KINDS,
    OTHERS,
    LabelledClue,
    Pair,
    asked_pairs,
    known_clues,
    one_project,
    pairs_of,
    same_matter,
    second_pairs,
)
from tools.bench.tellings.crowd import add_workers
from tools.bench.tellings.labelled import known_people, make_harder, strangers, tellings
from tools.bench.tellings.telling import FOREMAN, MANNERS, MATE, WRONG_PHONE, Telling
from xinan.casework.matching import Found, Match, ToldClue, find, groups, matters, told_period
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month
from xinan.registry.models import Project
from xinan.simulation.chance import Chance
from xinan.workforce.models import Worker

# Held out: the weights were fitted on tellings of other seeds (tools/fit_matching.py).
SEED = 20_261_123
MANY = 200_000  # workers, among whom a clue is to be matched
_TIMED = 300  # tellings
_ON_FEW = 40  # projects on which the clues of groups and doubles gather
GROUP_DAYS = 28
_UNREACHED = frozenset({MATE, WRONG_PHONE})  # phones that are not the caller's
_HOW = "proposals that are right ÷ proposals; a proposal is a score of 65 or more"


def measure(size: Size) -> Iterator[Line]:
    """The lines; what the set changes in the database is taken back."""
    with transaction.atomic():
        yield from quality(count=150 if size is QUICK else 1_500, on_few=12 if size is QUICK else _ON_FEW)
        transaction.set_rollback(True)


def quality(
    *, count: int, on_few: int, gathered: int = 0, seed: int = SEED, keyring: Keyring | None = None, many: int = MANY
) -> Iterator[Line]:
    """Precision and recall of `count` tellings of known people and a fifth as many of strangers.

    For doubles and groups, `gathered` people (half of `count` where 0) complain of `on_few` projects. The time is taken
    among at least `many` workers: as many as are missing are added (none where 0).
    """
    keys = keyring or wiring().keyring
    chance = Chance(seed, "tellings")
    make_harder(chance=chance)
    known = tellings(known_people(count, chance=chance, keyring=keys), chance=chance, on=TODAY)
    strange = tellings(list(strangers(count // 5, seed=seed, on=TODAY)), chance=chance, on=TODAY)
    answers = [_answered(telling, keyring=keys) for telling in (*known, *strange)]
    yield from _projects(answers)
    yield from _by_manner(answers)
    yield from _employers(answers)
    yield from _people(answers)
    yield _in_words(answers)
    yield _calibration(answers)
    yield from doubles(on_few, people=gathered or count // 2, chance=chance, keyring=keys)
    add_workers(many)
    yield _speed([_answered(telling, keyring=keys) for telling in known[:_TIMED]])


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
        period_words=telling.period_words,
        name=telling.name,
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
    findable = [a for a in answers if a.telling.site or a.telling.phone or a.telling.id_number]
    yield _recall_of(findable)
    words_only = [a for a in answers if not a.telling.phone and not a.telling.id_number]
    yield from _two(
        "project, by words and places alone", words_only, lambda a: a.found.project,
        lambda a: a.telling.truth.project_id, 0.93, 0.60,
    )  # fmt: skip
    noisy = [a for a in words_only if a.telling.kinds & {"wrong characters", "typed by sound"}]
    right = [a for a in noisy if a.found.project and a.found.project.key == a.telling.truth.project_id]
    yield stated("project, names written wrong or by sound", f"{len(right)} of {len(noisy)}", how="proposed and right")


def _recall_of(findable: Sequence[Answer]) -> Line:
    known = [a for a in findable if a.telling.truth.project_id]
    right = [a for a in known if a.found.project and a.found.project.key == a.telling.truth.project_id]
    how = "of callers who named a site or gave a number"
    return share_of("project, recall where anything was told", len(right), len(known), 0.95, how=how)


def _by_manner(answers: Sequence[Answer]) -> Iterator[Line]:
    """The same, by manner of telling."""
    for manner in MANNERS:
        told = [a for a in answers if manner in a.telling.kinds]
        given = [a for a in told if a.found.project is not None]
        right = [a for a in given if a.found.project and a.found.project.key == a.telling.truth.project_id]
        known = [a for a in told if a.telling.truth.project_id]
        yield stated(
            f"project, {manner}",
            f"{of(len(right), len(given))} right, {of(len(right), len(known))} found",
            how="proposals that are right ÷ proposals, ÷ callers of a registered project",
        )


def _employers(answers: Sequence[Answer]) -> Iterator[Line]:
    said = [
        a for a in answers if a.telling.employer and not a.telling.kinds & {"the contractor for the employer", FOREMAN}
    ]
    yield from _two("employer", said, lambda a: a.found.employer, lambda a: a.telling.truth.employer_id, 0.95, 0.70)


def _people(answers: Sequence[Answer]) -> Iterator[Line]:
    """A mate's phone names the mate where no name is given: such callers are counted apart."""
    gave = [a for a in answers if a.telling.phone or a.telling.id_number]
    lent = [a for a in gave if MATE in a.telling.kinds and not a.telling.name]
    sure = [a for a in gave if a not in lent]
    named = [a for a in sure if a.found.workers]
    right = [a for a in named if a.found.workers == (a.telling.truth.worker_id,)]
    known = [a for a in sure if a.telling.truth.worker_id and (a.telling.id_number or not a.telling.kinds & _UNREACHED)]
    found = [a for a in right if a in known]
    yield share_of("person, precision", len(right), len(named), 0.99, how="by keyed digests, phones checked by name")
    yield share_of("person, recall", len(found), len(known), 0.99, how="of those who gave their own phone or identity")
    wrong = sum(bool(a.found.workers) for a in lent)
    yield stated(
        "person, a mate's phone without a name", f"{wrong} of {len(lent)} take the mate for the caller", how=""
    )


def _in_words(answers: Sequence[Answer]) -> Line:
    """Months told in words: read at all, and read as months that were meant."""
    told = [a for a in answers if a.telling.period_words]
    read = [(a, found) for a in told if (found := told_period(a.telling.period_words, on=a.telling.received_on))]
    right = [
        a
        for a, found in read
        if a.telling.period and found.first.first <= a.telling.period[1] and a.telling.period[0] <= found.last.last
    ]
    return share_of("months in words", len(right), len(told), 0.95, how="read as months of which one at least is meant")


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


def of(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole:.1%} ({part} of {whole})" if whole else "none"


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
    how = f"seconds; {Project.objects.count():,} projects, {Worker.objects.count():,} workers"
    shown = f"95 of 100; half in {middle:.3f} s, the slowest {spent[-1]:.3f} s"
    return at_most("finding what one clue speaks of", late, 0.2, of=shown, how=how)


def doubles(on_few: int, *, people: int, chance: Chance, keyring: Keyring) -> Iterator[Line]:
    """Clues that gather on a few projects, many of them told again or nearly so: are the doubles found, and the groups?"""
    few = chance.some(list(Project.objects.order_by("pk").values_list("pk", flat=True)), on_few)
    callers = known_people(people, chance=chance, keyring=keyring, projects=few)
    told = known_clues(callers, chance=chance, on=TODAY, find=lambda telling: find(told_of(telling), keyring=keyring))
    given = {clue.clue.clue_id: clue for clue in told}
    joined, asked = pairs_of(matters(clue.clue for clue in told)), asked_pairs(told)
    true = same_matter(told)
    knowable = {pair for pair in true if given[pair[0]].shares_a_key(given[pair[1]])}
    two_people = {pair for pair in joined if len({given[key].truth.worker_id for key in pair}) > 1}
    yield share_of(
        "doubles, precision", len(joined & true), len(joined), 0.99, how="merged by themselves that are one matter"
    )
    yield at_most(
        "doubles of two people merged", float(len(two_people)), 0.0, of="pairs", how="never", shown="{:.0f}".format
    )
    certain = {pair for pair in true if given[pair[0]].is_certain(given[pair[1]])}
    yield share_of(
        "doubles, recall of what is certain", len(joined & certain), len(certain), 0.90,
        how="merged without asking, of pairs that share an identity, or phone and name",
    )  # fmt: skip
    yield share_of(
        "doubles, recall", len(joined & knowable), len(knowable), 0.70,
        how="merged without asking, of pairs that share an identity or a phone, whoever else may have called on it",
    )  # fmt: skip
    either = joined | asked
    yield share_of(
        "doubles found, recall", len(either & knowable), len(knowable), 0.90, how="merged or asked, of the same pairs"
    )
    named = {pair for pair in true - knowable if given[pair[0]].shares_a_name(given[pair[1]])}
    yield stated("doubles by name alone", f"{of(len(either & named), len(named))} asked", how="no number in common")
    yield stated("doubles asked", f"{of(len(asked & true), len(asked))} are one matter", how="an officer decides")
    yield from _by_kind(told, joined=joined, asked=asked, true=true)
    yield from _groups(told)


def _by_kind(told: Sequence[LabelledClue], *, joined: set[Pair], asked: set[Pair], true: set[Pair]) -> Iterator[Line]:
    """What became of each kind of second telling against the first of the same caller."""
    for kind in KINDS:
        pairs = {pair for pair in second_pairs(told, kind=kind) if pair in true}
        shown = f"{of(len(pairs & joined), len(pairs))} merged, {len(pairs & asked)} asked"
        yield stated(f"doubles, {kind}", shown, how="pairs of one matter")
    for kind in OTHERS:
        pairs = {pair for pair in second_pairs(told, kind=kind) if pair not in true}
        shown = f"{len(pairs & joined)} of {len(pairs)} merged, {len(pairs & asked)} asked"
        yield stated(f"no doubles, {kind}", shown, how="pairs that are two matters")


def _groups(told: Sequence[LabelledClue]) -> Iterator[Line]:
    grouped = pairs_of(group.clue_ids for group in groups(clue.clue for clue in told))
    right = grouped & one_project(told)
    together = one_project(told, within=timedelta(days=GROUP_DAYS))
    yield share_of(
        "groups, precision", len(right), len(grouped), 0.95, how="pairs put together that speak of one project"
    )
    yield share_of(
        "groups, recall", len(grouped & together), len(together), 0.70,
        how=f"of pairs on one project within {GROUP_DAYS} days",
    )  # fmt: skip
