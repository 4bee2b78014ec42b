"""Common table expressions that Spark would work out again and again, taken out of a statement."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import cast

import sqlglot
from ibis.backends.sql.dialects import PySpark
from sqlglot import expressions as sge

# Reads of tables that a statement may come to when every name is replaced by what it stands for.
_BEARABLE = 12


@lru_cache(maxsize=1024)
def hoisted(sql: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Tables to be made first, and the statement that reads them.

    Spark puts the text of a name in wherever the name is used. Names that use names are thereby doubled again at each
    level: of thirty, a statement of a million parts is made. Where it would grow beyond what is bearable, each name
    used more than once becomes a table of its own.
    """
    if "WITH" not in sql:
        return (), sql
    tree = cast(sge.Query, sqlglot.parse_one(sql, dialect=PySpark))
    named = {cte.alias: cte.this for cte in tree.ctes}
    sizes: dict[str, int] = {}
    uses: Counter[str] = Counter()
    for name, body in named.items():
        sizes[name] = _size(body, sizes)
        uses.update(table.name for table in _tables(body))
    tree.set("with_", None)
    uses.update(table.name for table in _tables(tree))
    if _size(tree, sizes) <= _BEARABLE:
        return (), sql
    # Named by the statement, since several are asked at a time.
    prefix = f"of_{sha256(sql.encode()).hexdigest()[:12]}"
    heavy = {name: f"{prefix}_{name}" for name in named if uses[name] > 1}
    made = tuple((heavy[name], _statement(named[name], named, heavy)) for name in named if name in heavy)
    return made, _statement(tree, named, heavy)


def _tables(body: sge.Expr) -> Iterator[sge.Table]:
    return body.find_all(sge.Table)


def _size(body: sge.Expr, sizes: dict[str, int]) -> int:
    return sum(sizes.get(table.name, 1) for table in _tables(body))


def _statement(body: sge.Expr, named: dict[str, sge.Expr], heavy: dict[str, str]) -> str:
    """A body with the light names that it uses, directly or through others, before it."""
    needed: dict[str, None] = {}
    _gather(body, named, heavy, needed)
    ordered = [name for name in named if name in needed]
    lines = ",\n".join(f"`{name}` AS (\n{_text(named[name], heavy)}\n)" for name in ordered)
    return f"WITH {lines}\n{_text(body, heavy)}" if ordered else _text(body, heavy)


def _gather(body: sge.Expr, named: dict[str, sge.Expr], heavy: dict[str, str], needed: dict[str, None]) -> None:
    for table in _tables(body):
        if table.name in named and table.name not in heavy and table.name not in needed:
            needed[table.name] = None
            _gather(named[table.name], named, heavy, needed)


def _text(body: sge.Expr, heavy: dict[str, str]) -> str:
    copy = body.copy()
    for table in list(_tables(copy)):
        if table.name in heavy:
            table.set("this", sge.to_identifier(heavy[table.name], quoted=True))
    return copy.sql(dialect=PySpark)
