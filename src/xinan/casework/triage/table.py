"""The decision table of ways, read strictly: a condition that nobody defines, or a row without article or place, is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field

from xinan.casework.triage.conditions import CONDITIONS
from xinan.casework.triage.facts import TriageFacts, TriageLimits
from xinan.kernel.text import Text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        """As the product's text."""
        return Text(self.zh, self.en)


class _Named(_Strict):
    """A name for several conditions; given both, `any`, `all` and `none` must each hold."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


class Row(_Strict):
    """A way, its conditions, its law and its words."""

    id: str
    way: str
    when: tuple[str, ...]
    unless: tuple[str, ...] = ()
    refuses: bool = False
    law: _Words
    reason: _Words
    words: _Words
    where: _Words


class _File(_Strict):
    define: Mapping[str, _Named]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """The rows in their order, and the named conditions."""

    rows: tuple[Row, ...]
    named: Mapping[str, _Named]

    def ways(self, facts: TriageFacts, limits: TriageLimits) -> list[Row]:
        """The rows whose conditions hold, in order."""
        return [row for row in self.rows if self._row_holds(row, facts, limits)]

    def holds(self, name: str, facts: TriageFacts, limits: TriageLimits) -> bool:
        """Whether a condition holds, a named one or one of the facts."""
        named = self.named.get(name)
        if named is None:
            return CONDITIONS[name](facts, limits)
        return (
            (not named.any or any(self.holds(one, facts, limits) for one in named.any))
            and all(self.holds(one, facts, limits) for one in named.all)
            and not any(self.holds(one, facts, limits) for one in named.none)
        )

    def _row_holds(self, row: Row, facts: TriageFacts, limits: TriageLimits) -> bool:
        return all(self.holds(name, facts, limits) for name in row.when) and not any(
            self.holds(name, facts, limits) for name in row.unless
        )


@cache
def shipped_table() -> Table:
    """The table as shipped."""
    return table_of(files("xinan.casework.triage").joinpath("ways.yaml").read_text("utf-8"))


def table_of(text: str) -> Table:
    """A table from its file; ValueError for what is not one."""
    read = _File.model_validate(yaml.safe_load(text))
    known = {*CONDITIONS, *read.define}
    asked = {name for row in read.rows for name in (*row.when, *row.unless)}
    asked |= {name for named in read.define.values() for name in (*named.any, *named.all, *named.none)}
    if asked - known:
        raise ValueError(f"no such condition: {', '.join(sorted(asked - known))}")
    if len({row.id for row in read.rows}) < len(read.rows):
        raise ValueError("two rows have the same id")
    return Table(read.rows, read.define)
