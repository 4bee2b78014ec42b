"""What one book would raise and another would not: findings compared by identity and level. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xinan.engine import Finding, Status
from xinan.monitoring.change_enums import DifferenceKind

Identity = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that would be new, gone, or of another level. The level that is missing is empty."""

    kind: DifferenceKind
    finding: Finding
    level_before: str
    level_after: str


def differences(before: Iterable[Finding], after: Iterable[Finding]) -> list[Difference]:
    """From the findings of one evaluation to those of another, in the order of their identities.

    Only findings that stand count: one withheld or kept as a detail is no warning to anybody.
    """
    was, now = _standing(before), _standing(after)
    return sorted(_of(was, now), key=lambda each: each.finding.identity)


def _of(was: Mapping[Identity, Finding], now: Mapping[Identity, Finding]) -> Iterable[Difference]:
    for identity in was.keys() | now.keys():
        old, new = was.get(identity), now.get(identity)
        if old is None and new is not None:
            yield Difference(DifferenceKind.RAISED, new, "", new.level)
        elif new is None and old is not None:
            yield Difference(DifferenceKind.GONE, old, old.level, "")
        elif old is not None and new is not None and old.level != new.level:
            yield Difference(DifferenceKind.LEVEL, new, old.level, new.level)


def _standing(findings: Iterable[Finding]) -> dict[Identity, Finding]:
    return {finding.identity: finding for finding in findings if finding.status is Status.RAISED}
