"""The parameters of all rules together, as shipped and as changed by an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.rules.files import read_parameters
from xinan.rules.parameters import Bound, Parameter, Step
from xinan.rules.registry import RULES

SHARED = "shared"


@dataclass(frozen=True)
class ParameterBook:
    """Parameters by owner: a rule's identifier, or `SHARED` for those of the concepts."""

    owners: Mapping[str, Mapping[str, Parameter]]

    def bound(self, owner: str, *, as_of: date) -> Bound:
        """The parameters of one owner bound to a day."""
        return Bound(self.owners[owner], as_of)

    def with_step(self, owner: str, name: str, step: Step, *, region: str = "") -> "ParameterBook":
        """This book with one more value in force; InvalidValue outside the bounds of the law."""
        parameters = self.owners.get(owner, {})
        if name not in parameters:
            raise NotFound(
                "no-such-parameter",
                Text(f"规则 {owner} 没有参数 {name}。", f"{owner} has no parameter {name}."),
                Text(f"可用参数：{'、'.join(parameters)}。", f"It has: {', '.join(parameters)}."),
            )
        changed = {**parameters, name: parameters[name].with_step(step, region=region)}
        return ParameterBook({**self.owners, owner: changed})

    def epoch(self, as_of: date) -> date:
        """The first day since which every value has been what it is on `as_of`; `date.min` before the first step."""
        parameters = (parameter for owned in self.owners.values() for parameter in owned.values())
        steps = (step for p in parameters for steps in (p.steps, *p.regions.values()) for step in steps)
        return max((step.from_on for step in steps if step.from_on <= as_of), default=date.min)

    def fingerprint(self) -> str:
        """A short identity of every value in the book."""
        return sha256(
            repr(sorted((owner, sorted(p.items())) for owner, p in self.owners.items())).encode()
        ).hexdigest()[:16]


@lru_cache(maxsize=1)
def shipped_book() -> ParameterBook:
    """The parameters as shipped with the rules."""
    owners = {rule.id: read_parameters(rule.folder) for rule in RULES}
    return ParameterBook({SHARED: read_parameters("xinan.rules.concepts"), **owners})
