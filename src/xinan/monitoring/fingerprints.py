"""Which version of a rule spoke: its code and its parameters, with those all rules share."""

from functools import cache
from hashlib import sha256
from importlib import import_module
from inspect import getsource

from xinan.rules.book import SHARED, shipped_book
from xinan.rules.registry import RULES


@cache
def rule_fingerprints() -> dict[str, str]:
    """A short identity of each rule as it stands in this process; it changes with its code or any number it uses."""
    owners = shipped_book().owners
    shared = repr(sorted(owners[SHARED].items()))
    return {
        rule.id: _digest(getsource(import_module(f"{rule.folder}.rule")), repr(sorted(owners[rule.id].items())), shared)
        for rule in RULES
    }


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:16]
