"""Sheet 09: wage deposits and guarantees."""

from collections.abc import Sequence

from xinan.intake.keys import fact_key
from xinan.intake.merging import merge
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking
from xinan.registry.models import Deposit


def take_deposits(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's deposit under its number within the project; what is left empty stays as it is."""
    taken = Taken()
    merged = merge(
        Deposit,
        [
            (
                _key(row, taking),
                taking.project_id,
                row.values["deposit_kind"],
                row.values["amount"],
                row.values["effective_on"],
                row.values["expires_on"],
                row.values["released_on"],
            )
            for row in rows
        ],
        columns=("deposit_id", "project_id", "kind", "amount", "effective_on", "expires_on", "released_on"),
        key=("deposit_id",),
        keep=("expires_on", "released_on"),
        batch_id=taking.batch_id,
    )
    for row in rows:
        taken.count(merged.outcome((_key(row, taking),)))
    return taken


def _key(row: Row, taking: Taking) -> str:
    return fact_key(taking.project_id, row.values["deposit_code"])
