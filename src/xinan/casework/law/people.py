"""How many people change what has to be done: collective disputes, representatives, mass events, levels of an emergency."""

from datetime import date
from typing import Final

from xinan.casework.law.parameters import known
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

LEVELS: Final = ("blue", "yellow", "orange", "red")


def is_collective(workers: int, *, on: date) -> bool:
    """Whether the same claim of so many is a collective dispute: heard first, a panel of three, representatives."""
    return workers >= known("collective_workers", on=on)


def check_representatives(number: int, *, on: date) -> None:
    """Raises InvalidValue (`representatives`) unless three to five stand for a collective dispute (办案规则第63条)."""
    least, most = known("representatives_least", on=on), known("representatives_most", on=on)
    if not least <= number <= most:
        raise InvalidValue(
            "representatives",
            Text(f"代表人 {number} 名不符合规定。", f"{number} representatives are not what the rules allow."),
            Text(
                f"推举 {least} 至 {most} 名（办案规则第63条）。",
                f"Choose {least} to {most} (arbitration rules art. 63).",
            ),
        )


def is_mass_event(people: int, *, on: date) -> bool:
    """Whether it counts as a mass event in the assessment."""
    return people >= known("mass_event_workers", on=on)


def emergency_level(people: int, *, region_code: str = "", on: date) -> str | None:
    """The graver of the levels whose number is reached; None below the first. Not law: the places' own table."""
    reached = [level for level in LEVELS if people >= known(f"emergency_{level}", on=on, region_code=region_code)]
    return reached[-1] if reached else None
