"""What a running worker keeps between two steps, so that each costs less."""

from xinan.engine import Session
from xinan.monitoring.facts import FactReader


class Kept:
    """An engine and a connection for loading facts. For one thread; `close` when done."""

    def __init__(self) -> None:
        self.engine = Session()
        self.reader = FactReader()

    def close(self) -> None:
        """Give both up."""
        self.engine.close()
        self.reader.close()
