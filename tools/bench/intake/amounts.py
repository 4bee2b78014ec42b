"""How much is sent: as much as the targets speak of, or just enough to see that it works."""

from dataclasses import dataclass

from tools.bench.province import QUICK, Size


@dataclass(frozen=True, slots=True)
class Amounts:
    """Rows of the batches, seconds of the loads, how often each is done."""

    hands: int
    days: int  # of the batch that is held against COPY; two punches of each hand a day
    large_days: int  # of the batch whose memory is watched
    workers: int  # of the month by Excel
    window: float  # seconds of a load
    rounds: int
    steady: tuple[int, ...]  # numbers of clients among which the peak is sought
    crowd: int
    forms: tuple[str, ...]  # in which the large batch is sent
    rest: float  # seconds after the crowd
    apart: bool = True  # each measurement on a server started for it


FULL = Amounts(500, 200, 1_000, 200, 5.0, 2, (1, 2, 4, 8, 16), 64, ("Arrow", "NDJSON", "CSV"), 5.0)
SMALL = Amounts(20, 20, 40, 10, 0.5, 1, (1, 4), 8, ("NDJSON",), 0.5, apart=False)


def amounts_of(size: Size) -> Amounts:
    """The amounts of a run of that size."""
    return SMALL if size is QUICK else FULL
