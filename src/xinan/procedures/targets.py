"""What may be chosen as the target of a move: nouns whose moves lead to an office, a person or a conclusion say which there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding


@dataclass(frozen=True, slots=True)
class Target:
    """One choice: the value the move is given, and how it is called."""

    value: str
    name: Text


# The choices of a move (its code) on a day; empty where the target is written freely.
Provider = Callable[[Proceeding, str, date], Sequence[Target]]

_PROVIDERS: dict[str, Provider] = {}


def targets_by(procedure_code: str, provider: Provider) -> None:
    """Let `provider` say the choices of the procedure's moves; in `AppConfig.ready()`."""
    _PROVIDERS[procedure_code] = provider


def targets_of(proceeding: Proceeding, move: str, *, on: date) -> Sequence[Target]:
    """The choices of a move; empty where its target is written freely."""
    provider = _PROVIDERS.get(proceeding.procedure)
    return provider(proceeding, move, on) if provider is not None else ()
