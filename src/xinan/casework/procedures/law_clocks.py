"""The table of statutory clocks row by row: which clock of which procedure carries a row, or what else does and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from xinan.kernel.text import Text

_TABLE: Final = Path(__file__).with_name("law_clocks.yaml")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what happens, the clocks (`procedure.clock`) that carry it, or why none does."""

    number: int
    event: Text
    clocks: tuple[str, ...]
    why: Text | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows in their order, and statutory clocks beyond them with their source."""

    rows: tuple[Row, ...]
    beyond: Mapping[str, Text]


@cache
def read_rows() -> Rows:
    """The table as it is shipped."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    beyond = {clock: Text(**source) for clock, source in table.pop("beyond").items()}
    rows = tuple(
        Row(
            number,
            Text(**row["event"]),
            tuple(row.get("clocks", ())),
            Text(**row["why"]) if "why" in row else None,
        )
        for number, row in sorted(table.items())
    )
    return Rows(rows, beyond)
