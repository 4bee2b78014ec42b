"""The procedures of the product: registered by the nouns that own them, found by code."""

from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import ValidationError

from xinan.procedures.definition import Procedure, read_procedure
from xinan.procedures.errors import BadProcedure, UnknownProcedure

_REGISTERED: dict[str, Procedure] = {}
_PATHS: dict[str, Path] = {}


def load(path: Path) -> Procedure:
    """Read one definition; raises BadProcedure that names the file, the place in it and what is wrong."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadProcedure(path.name, [" ".join(str(error).split())]) from error
    if isinstance(data, dict):
        data.pop("ladder", None)  # where a file keeps the acts its clocks share (a YAML anchor)
    try:
        return read_procedure(data)
    except ValidationError as error:
        problems = [f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors()]
        raise BadProcedure(path.name, problems) from error


def register(path: Path) -> Procedure:
    """Read a definition and make it known; called in `AppConfig.ready()` of the noun that owns it.

    The same file again is the same procedure; another file with a code already taken raises BadProcedure.
    """
    procedure = load(path)
    if _PATHS.get(procedure.code, path) != path:
        raise BadProcedure(path.name, [f"code {procedure.code} is taken by {_PATHS[procedure.code].name}"])
    _REGISTERED[procedure.code], _PATHS[procedure.code] = procedure, path
    return procedure


def unregister(code: str) -> None:
    """Forget a procedure; for tests that register one of their own."""
    _REGISTERED.pop(code, None)
    _PATHS.pop(code, None)


def find_procedure(code: str) -> Procedure:
    """The procedure of this code; raises UnknownProcedure."""
    try:
        return _REGISTERED[code]
    except KeyError:
        raise UnknownProcedure(code) from None


def procedures() -> Iterable[Procedure]:
    """Every registered procedure, by code."""
    return [_REGISTERED[code] for code in sorted(_REGISTERED)]
