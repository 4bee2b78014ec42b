"""What a plan needs of an engine."""

from typing import Any, Protocol

Rows = list[dict[str, Any]]


class Backend(Protocol):
    """An engine that holds the raw facts and the calendar, and runs the statements of a plan."""

    dialect: str

    def make_view(self, name: str, sql: str) -> None:
        """Name a query."""

    def make_table(self, name: str, sql: str) -> None:
        """Work a query out once and keep its rows under a name."""

    def rows(self, sql: str) -> Rows:
        """The rows of a query; BackendFailure where the engine refuses it."""

    def forget(self, name: str) -> None:
        """Give up the rows of a table that nothing will read again."""
