"""Numbers for the wage lines of sheets that have none: the same worker and month, the same number."""

from collections.abc import Iterable, Iterator
from typing import Any

from xinan.intake.reading.faults import Fault
from xinan.intake.reading.rows import Row

AUTO = "AUTO#"  # what stands for a number that is still to be given; never stored


def numbered(items: Iterable[Row | list[Fault]]) -> Iterator[Row | list[Fault]]:
    """The rows, each told apart by month and person until its worker is known; two rows of one worker and month clash."""
    for item in items:
        if isinstance(item, Row):
            values = item.values
            who = values["identity"] or values["wage_card"] or (values["person_name"], values["team_name"])
            values["line_code"] = f"{AUTO}{_when(values)}/{who}"
        yield item


def give_number(values: dict[str, Any], worker_id: str) -> None:
    """Put the number of a worker's line in place of one still to be given."""
    if str(values["line_code"]).startswith(AUTO):
        values["line_code"] = f"{_when(values)}-{worker_id}"


def _when(values: dict[str, Any]) -> str:
    back = f"-B{values['back_pay_month']}" if values["is_back_pay"] else ""
    return f"{values['month']}{back}"
