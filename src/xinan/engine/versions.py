"""Versions of rules: the code and the numbers by which a rule speaks, with those of the shared concepts it rests on."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from inspect import getmodule, getsource
from typing import Any

from xinan.rules import dates, parameters, ratio, switches, world
from xinan.rules.book import SHARED, ParameterBook, shipped_book
from xinan.rules.concepts import CONCEPTS
from xinan.rules.parameters import Bound, Parameter
from xinan.rules.registry import RULES, find_rule
from xinan.rules.switches import ENABLED
from xinan.rules.values import value_to_json
from xinan.rules.world import World

_COMMON = (dates, parameters, ratio, switches, world)
_ANY = date(2020, 5, 1)


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it speaks on a day. Two days with the same code and the same numbers have the same fingerprint."""

    rule: str
    fingerprint: str
    code: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Uses:
    """What an expression asked for: parameters by owner, and concepts. It depends on the code alone."""

    parameters: tuple[tuple[str, str], ...]
    concepts: tuple[str, ...]


def rule_versions(rule_ids: Iterable[str], *, book: ParameterBook, as_of: date) -> dict[str, Version]:
    """The version of each rule on a day: by the values in force then, in the province and in every place of its own."""
    epoch = book.epoch(as_of)
    return {rule_id: _version(rule_id, _Keyed(book), epoch) for rule_id in rule_ids}


def concerned(owner: str, name: str) -> tuple[str, ...]:
    """The rules whose verdict may change with a parameter: those that ask for it, and those they suppress."""
    asking = {
        rule.id
        for rule in RULES
        if (rule.id == owner if name == ENABLED else (owner, name) in _uses(rule.id).parameters)
    }
    below = {rule.id for rule in RULES for suppressor in rule.suppressed_by if suppressor.rule in asking}
    return tuple(rule.id for rule in RULES if rule.id in asking | below)


@dataclass(frozen=True)
class _Keyed:
    """A book as a key."""

    book: ParameterBook

    def __hash__(self) -> int:
        return hash(self.book.fingerprint())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.book.fingerprint() == other.book.fingerprint()


@lru_cache(maxsize=512)
def _version(rule_id: str, keyed: _Keyed, epoch: date) -> Version:
    values: dict[str, dict[str, Any]] = {}
    for owner, name in (*_uses(rule_id).parameters, (rule_id, ENABLED)):
        found = _values(keyed.book.parameter(owner, name), on=epoch)
        if name != ENABLED or set(found.values()) != {True}:
            values.setdefault(owner, {})[name] = found
    code = code_digest(rule_id)
    return Version(rule_id, _digest(code, json.dumps(values, sort_keys=True)), code, values)


def _values(parameter: Parameter, *, on: date) -> dict[str, Any]:
    """The value in force by place; the province's under no name."""
    own = {code: parameter.own_step(on=on, region=code) for code in sorted(parameter.regions)}
    there = {code: value_to_json(step.value) for code, step in own.items() if step is not None}
    return {"": value_to_json(parameter.step(on=on).value), **there}


@cache
def _uses(rule_id: str) -> _Uses:
    book, rule = shipped_book(), find_rule(rule_id)
    asked: dict[str, Bound] = {}

    def bound(owner: str) -> Bound:
        return asked.setdefault(owner, book.bound(owner, as_of=_ANY))

    seen = World(concepts=CONCEPTS, shared=bound(SHARED), bound=bound)
    rule.holds(seen, bound(rule_id))
    names = sorted((owner, name) for owner, each in asked.items() for name in each.used)
    return _Uses(tuple(names), tuple(name for name in seen.steps if name in CONCEPTS))


@cache
def code_digest(rule_id: str) -> str:
    """A digest of everything that makes up the rule: its module and its link's, its concepts', what all share."""
    rule = find_rule(rule_id)
    link = rule.folder.rsplit(".", 1)[0]
    own = [text for package in (link, rule.folder) for text in _sources(package)]
    concepts = {name: getmodule(CONCEPTS[name].rows) for name in _uses(rule_id).concepts}
    modules = {module.__name__: module for module in (*concepts.values(), *_COMMON) if module is not None}
    return _digest(*own, *(getsource(modules[name]) for name in sorted(modules)))


@cache
def _sources(package: str) -> tuple[str, ...]:
    import_module(package)
    found = sorted((entry.name, entry) for entry in files(package).iterdir() if entry.name.endswith(".py"))
    return tuple(entry.read_text(encoding="utf-8") for _, entry in found)


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:16]
