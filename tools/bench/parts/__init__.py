"""What is measured. Each part runs in a process of its own and answers with lines of the table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from tools.bench.lines import Line
from tools.bench.province import HOME, INTAKE, Size
from tools.bench.stored import STORED, open_database


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part's function lies, and how many seconds it may take before it is given up."""

    title: str
    module: str
    function: str
    seconds: int
    needs_database: bool = False
    fresh: bool = False  # the database is made anew for it
    own: Mapping[str, Size] | None = None  # by the size asked for, that of a database of its own

    def measure(self, size: Size) -> Iterator[Line]:
        """The lines of the part. Imported only here: each brings a world of its own."""
        if self.needs_database:
            own = self.own[size.name] if self.own else None
            home = HOME / f"stored-{own.name}" if own else STORED
            open_database(own or size, fresh=self.fresh, home=home)
        function: Callable[[Size], Iterator[Line]] = getattr(import_module(self.module), self.function)
        return function(size)


# In this order; those after the first compare with what it leaves.
PARTS: Mapping[str, Part] = {
    "rulebook": Part("The whole rulebook", "tools.bench.parts.rulebook", "measure", 480),
    "growth": Part("Growth", "tools.bench.parts.growth", "measure", 600),
    "postgres": Part("Against SQL in PostgreSQL", "tools.bench.parts.against", "postgres", 900),
    "pandas": Part("Against pandas", "tools.bench.parts.against", "in_pandas", 480),
    "zen": Part("Against a rules engine", "tools.bench.parts.against", "rules_engine", 300),
    "spark": Part("Spark", "tools.bench.parts.spark", "measure", 600),
    "incremental": Part(
        "One project touched", "tools.bench.parts.incremental", "measure", 900, needs_database=True, fresh=True
    ),
    "live": Part("From a fact to its warning", "tools.bench.parts.live", "measure", 500, needs_database=True),
    "officers": Part("Fifty officers at work", "tools.bench.parts.officers", "measure", 400, needs_database=True),
    "risk": Part("The risk index", "tools.bench.parts.risk", "measure", 400),
    "intake": Part("Intake", "tools.bench.parts.intake", "measure", 600, needs_database=True, fresh=True, own=INTAKE),
    "matching": Part("What a clue speaks of", "tools.bench.parts.matching", "measure", 900, needs_database=True),
}
