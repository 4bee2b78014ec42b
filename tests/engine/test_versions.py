"""A rule's version is its code and the values it uses: no more, no less."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.engine.conftest import AS_OF
from xinan.engine import evaluate
from xinan.engine.versions import concerned, rule_versions
from xinan.engine.write import COLUMNS, csv_text
from xinan.rules.book import SHARED, ParameterBook, shipped_book
from xinan.rules.parameters import ParameterKind, Step
from xinan.rules.registry import RULES
from xinan.rules.switches import ENABLED

ALL = [rule.id for rule in RULES]
DAY = date(2026, 11, 23)


def prints(book: ParameterBook, *, on: date = DAY) -> dict[str, str]:
    return {rule: version.fingerprint for rule, version in rule_versions(ALL, book=book, as_of=on).items()}


def changed(book: ParameterBook, *, on: date = DAY) -> set[str]:
    before, after = prints(shipped_book(), on=on), prints(book, on=on)
    return {rule for rule in ALL if before[rule] != after[rule]}


def test_no_two_rules_share_a_version() -> None:
    assert len(set(prints(shipped_book()).values())) == len(ALL)


@pytest.mark.parametrize(
    ("owner", "name", "value", "rules"),
    [
        ("filing/not-filed", ENABLED, False, {"filing/not-filed"}),
        # enterprise/repeat speaks of another rule's verdict, by that rule's numbers.
        ("wages/unpaid", "red_share_after_days", 20, {"wages/unpaid", "enterprise/repeat"}),
        ("account/not-opened", "opening_days", 20, {"account/not-opened"}),
    ],
)
@pytest.mark.parametrize("region", ["", "220100"])
def test_a_value_renames_the_versions_of_those_that_use_it(owner, name, value, rules, region) -> None:
    book = shipped_book().with_step(owner, name, Step(DAY, value, "试"), region=region)
    assert changed(book) == rules
    assert set(concerned(owner, name)) >= rules
    assert changed(book, on=DAY - timedelta(days=1)) == set()


def test_a_shared_value_renames_only_those_that_ask_for_it() -> None:
    book = shipped_book().with_step(SHARED, "deposit_base_rate", Step(DAY, Decimal("0.03"), "试"))
    assert "deposit/too-small" in changed(book) < set(ALL)
    assert "filing/not-filed" not in changed(book)


def test_the_former_value_gives_the_former_version_whatever_its_source() -> None:
    there = shipped_book().with_step("board/missing", ENABLED, Step(DAY, False, "停"), region="220100")
    later = DAY + timedelta(days=9)
    back = there.with_step("board/missing", ENABLED, Step(later, True, "复", ends=True), region="220100")
    assert changed(back) == {"board/missing"}
    assert changed(back, on=later) == set()


def test_a_trial_of_any_number_runs_every_rule_it_moves() -> None:
    """Those left out must not use the value: a version is another exactly where a rule is concerned."""
    tried = 0
    for owner, owned in shipped_book().owners.items():
        for name, parameter in owned.items():
            if parameter.kind is not ParameterKind.COUNT:
                continue
            value = int(parameter.steps[-1].value)
            other = next(v for v in (value + 1, value - 1) if not parameter.bounds or parameter.bounds.hold(Decimal(v)))
            moved = changed(shipped_book().held(owner, name, other))
            assert moved <= set(concerned(owner, name)), (owner, name)
            tried += bool(moved)
    assert tried > 20


def test_a_file_names_versions_only_where_that_is_asked_for(facts) -> None:
    findings = evaluate(facts, as_of=AS_OF, rules=["filing/not-filed"])
    assert next(csv.reader(io.StringIO(csv_text(findings)))) == list(COLUMNS)
    versions = {rule: v.fingerprint for rule, v in rule_versions(ALL, book=shipped_book(), as_of=AS_OF).items()}
    (row,) = csv.DictReader(io.StringIO(csv_text(findings, versions=versions)))
    assert row["rule_version"] == versions["filing/not-filed"]
