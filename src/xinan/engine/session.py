"""An engine kept between evaluations of a few projects each: the live worker's."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date

import pyarrow as pa

from xinan.engine.backends.standing import StandingDuckDB
from xinan.engine.evaluate import Judgement, Loaded
from xinan.engine.finding import Finding
from xinan.rules.book import ParameterBook, shipped_book

# Emptied tables leave rows behind that slow later runs down, until they are cleared away.
_CLEARED_AFTER = 20
# Whatever a library may heap up, it ends with its engine.
_RUNS = 2_000


class Session:
    """Judges as `judge` does, the same findings in about half the time. For one thread; `close` when done."""

    def __init__(self) -> None:
        self._engine: StandingDuckDB | None = None
        self._made_for: tuple[date, str, tuple[str, ...] | None] | None = None
        self._runs = 0

    def judge(
        self,
        facts: Mapping[str, pa.Table],
        *,
        as_of: date,
        rules: Sequence[str] | None = None,
        book: ParameterBook | None = None,
    ) -> Judgement:
        """Findings and risk indices of these facts at the end of a day."""
        used = book or shipped_book()
        with self._holding(facts, as_of=as_of, rules=rules, book=used) as loaded:
            return loaded.judge(as_of=as_of, rules=rules, book=used)

    def evaluate(
        self,
        facts: Mapping[str, pa.Table],
        *,
        as_of: date,
        rules: Sequence[str] | None = None,
        book: ParameterBook | None = None,
    ) -> list[Finding]:
        """Findings of these facts at the end of a day."""
        used = book or shipped_book()
        with self._holding(facts, as_of=as_of, rules=rules, book=used) as loaded:
            return loaded.evaluate(as_of=as_of, rules=rules, book=used)

    @contextmanager
    def _holding(
        self, facts: Mapping[str, pa.Table], *, as_of: date, rules: Sequence[str] | None, book: ParameterBook
    ) -> Iterator[Loaded]:
        engine = self._ready((as_of, book.fingerprint(), None if rules is None else tuple(rules)))
        with ExitStack() as unfinished:
            # Whatever state it is left in, the next evaluation then begins with a new one.
            unfinished.callback(self.close)
            engine.load_arrow(facts)
            yield Loaded(engine)
            unfinished.pop_all()
        self._runs += 1
        if self._runs % _CLEARED_AFTER == 0:
            engine.clear_away()

    def close(self) -> None:
        """Give up the engine."""
        if self._engine is not None:
            self._engine.close()
        self._engine, self._made_for, self._runs = None, None, 0

    def _ready(self, wanted: tuple[date, str, tuple[str, ...] | None]) -> StandingDuckDB:
        if self._engine is None or self._made_for != wanted or self._runs >= _RUNS:
            self.close()
            # One thread: there is too little to share out.
            self._engine, self._made_for = StandingDuckDB(threads=1), wanted
        return self._engine
