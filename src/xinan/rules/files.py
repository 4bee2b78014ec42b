"""Reads the files that lie beside a rule: parameters.yaml and cases.yaml. Decimals stay decimals."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

import yaml

from xinan.kernel.text import Text
from xinan.rules.model import Level
from xinan.rules.parameters import Bounds, Parameter, ParameterKind, Step, Value


class _ExactLoader(yaml.CSafeLoader):
    """YAML without floats: 0.1 is read as the decimal 0.1."""


def _decimal(loader: _ExactLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _decimal)


def read_yaml(package: str, name: str) -> Any:
    """The parsed YAML file of a package; FileNotFoundError if it has none."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_ExactLoader)  # noqa: S506  a safe loader that keeps decimals


def read_parameters(package: str) -> dict[str, Parameter]:
    """The parameters of a rule (or of the shared concepts) by name."""
    return {name: _parameter(name, entry) for name, entry in (read_yaml(package, "parameters.yaml") or {}).items()}


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    kind = ParameterKind(entry["kind"])
    bounds = entry.get("bounds")
    parameter = Parameter(
        name=name,
        title=Text(entry["zh"], entry["en"]),
        kind=kind,
        unit=entry["unit"],
        is_law=entry["law"],
        steps=tuple(_step(step, kind) for step in entry["steps"]),
        regions={code: tuple(_step(step, kind) for step in steps) for code, steps in entry.get("regions", {}).items()},
        bounds=Bounds(_amount(bounds.get("least")), _amount(bounds.get("greatest")), bounds["article"])
        if bounds
        else None,
    )
    for step in (*parameter.steps, *(s for steps in parameter.regions.values() for s in steps)):
        parameter.check(step.value)
    return parameter


def _amount(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _step(entry: Mapping[str, Any], kind: ParameterKind) -> Step:
    value: Value = entry["value"]
    if isinstance(value, Mapping):
        value = {Level(level): Decimal(amount) for level, amount in value.items()}
    elif kind in (ParameterKind.SHARE, ParameterKind.MONEY):
        value = Decimal(value)
    day: date = entry["from"]
    return Step(day, value, str(entry["source"]))
