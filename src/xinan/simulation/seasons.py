"""When work stops in Jilin: the winter stop of outdoor works and the Spring Festival."""

from datetime import date, timedelta

from xinan.simulation.chance import Chance
from xinan.simulation.facts import PauseRow

# The first day of the lunar year, by year.
LUNAR_NEW_YEAR = {
    year: date(year, month, day)
    for year, month, day in (
        (2018, 2, 16), (2019, 2, 5), (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22), (2024, 2, 10),
        (2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26), (2029, 2, 13), (2030, 2, 3), (2031, 1, 23),
        (2032, 2, 11), (2033, 1, 31), (2034, 2, 19), (2035, 2, 8),
    )
}  # fmt: skip

_SETTLING = timedelta(days=20)  # a site that has just begun does not stop


def pauses(
    project_id: str,
    *,
    started_on: date,
    completed_on: date | None,
    end: date,
    outdoor: bool,
    chance: Chance,
) -> list[PauseRow]:
    """The approved pauses of a project up to `end`: each winter where it is outdoor works, else each Spring Festival.

    `chance` is spent on nothing else, so that a project has the same seasons however its plan changes.
    """
    rows: list[PauseRow] = []
    for year in range(started_on.year - 1, end.year + 1):
        draws = [chance.whole(0, 20) for _ in range(3)]
        row = _winter(project_id, year, draws) if outdoor else _spring_festival(project_id, year, draws)
        if row is None or row.to_on is None or row.from_on > end or row.from_on < started_on + _SETTLING:
            continue
        if completed_on is None or completed_on > row.to_on + _SETTLING:
            rows.append(row)
    return rows


def _winter(project_id: str, year: int, draws: list[int]) -> PauseRow:
    begins = date(year, 11, 10) + timedelta(days=draws[0])
    ends = date(year + 1, 3, 8) + timedelta(days=draws[1])
    return PauseRow(project_id, "winter", begins, ends, begins - timedelta(days=1 + draws[2] % 7))


def _spring_festival(project_id: str, year: int, draws: list[int]) -> PauseRow | None:
    festival = LUNAR_NEW_YEAR.get(year)
    if festival is None:
        return None
    begins = festival - timedelta(days=5 + draws[0] % 10)
    ends = festival + timedelta(days=9 + draws[1] % 11)
    return PauseRow(project_id, "spring_festival", begins, ends, begins - timedelta(days=1 + draws[2] % 7))
