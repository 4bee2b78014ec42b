"""The parameters of all rules together, as shipped and as changed by an office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.rules.files import read_parameters
from xinan.rules.parameters import Bound, Parameter, Step, Value
from xinan.rules.registry import RULES, find_rule
from xinan.rules.switches import ENABLED, switch_of

SHARED = "shared"


@dataclass(frozen=True)
class ParameterBook:
    """Parameters by owner: a rule's identifier, or `SHARED` for those of the concepts."""

    owners: Mapping[str, Mapping[str, Parameter]]

    def bound(self, owner: str, *, as_of: date) -> Bound:
        """The parameters of one owner bound to a day."""
        return Bound(self.owners[owner], as_of)

    def parameter(self, owner: str, name: str) -> Parameter:
        """One parameter, the switch of a rule included; NotFound where the owner has none of that name."""
        owned = self.owners.get(owner, {})
        if name in owned:
            return owned[name]
        if name == ENABLED and owner != SHARED:
            return switch_of(find_rule(owner))
        raise NotFound(
            "no-such-parameter",
            Text(f"规则 {owner} 没有参数 {name}。", f"{owner} has no parameter {name}."),
            Text(f"可用参数：{'、'.join(owned)}。", f"It has: {', '.join(owned)}."),
        )

    def with_step(self, owner: str, name: str, step: Step, *, region: str = "") -> "ParameterBook":
        """This book with one more value in force; InvalidValue outside the bounds of the law."""
        return self._with(owner, self.parameter(owner, name).with_step(step, region=region))

    def held(self, owner: str, name: str, value: Value | None, *, region: str = "") -> "ParameterBook":
        """This book as if a value had always been in force: how a change is tried on the past (`Parameter.held`)."""
        return self._with(owner, self.parameter(owner, name).held(value, region=region))

    def _with(self, owner: str, parameter: Parameter) -> "ParameterBook":
        changed = {**self.owners.get(owner, {}), parameter.name: parameter}
        return ParameterBook({**self.owners, owner: changed})

    def switches(self) -> Iterable[tuple[str, Parameter]]:
        """The rules whose switch was ever touched, with the switch."""
        return ((owner, owned[ENABLED]) for owner, owned in self.owners.items() if ENABLED in owned)

    def epoch(self, as_of: date) -> date:
        """The first day since which every value has been what it is on `as_of`; `date.min` before the first step."""
        parameters = (parameter for owned in self.owners.values() for parameter in owned.values())
        steps = (step for p in parameters for steps in (p.steps, *p.regions.values()) for step in steps)
        return max((step.from_on for step in steps if step.from_on <= as_of), default=date.min)

    def fingerprint(self) -> str:
        """A short identity of every value in the book."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        return sha256(
            repr(sorted((owner, sorted(p.items())) for owner, p in self.owners.items())).encode()
        ).hexdigest()[:16]


@lru_cache(maxsize=1)
def shipped_book() -> ParameterBook:
    """The parameters as shipped with the rules."""
    owners = {rule.id: read_parameters(rule.folder) for rule in RULES}
    return ParameterBook({SHARED: read_parameters("xinan.rules.concepts"), **owners})
