"""Sheet 13: wages paid out of a deposit, and the day it was made good."""

from collections.abc import Sequence
from decimal import Decimal

from xinan.intake.keys import fact_key
from xinan.intake.merging import merge
from xinan.intake.models import Batch, BatchSource
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, refuse_future
from xinan.kernel.text import Text
from xinan.registry.models import Deposit, DepositDraw

# Whose word it is that a deposit was made good: the bank's, and the office's (by the operators' command line).
_TRUSTED = frozenset({BatchSource.BANK, BatchSource.COMMAND})


def take_draws(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's draw, known by its deposit and day; what is left empty stays as it is."""
    taken = Taken()
    keys = {row.number: fact_key(taking.project_id, row.values["deposit_code"]) for row in rows}
    known = dict(Deposit.objects.filter(deposit_id__in=keys.values()).values_list("deposit_id", "amount"))
    trusted = Batch.objects.filter(pk=taking.batch_id, source__in=_TRUSTED).exists()
    good = [row for row in rows if _is_right(row, keys[row.number], known=known, trusted=trusted, in_=(taking, taken))]
    merged = merge(
        DepositDraw,
        [
            (
                keys[row.number],
                row.values["drawn_on"],
                row.values["drawn_amount"],
                row.values["replenished_on"],
            )
            for row in good
        ],
        columns=("deposit_id", "drawn_on", "amount", "replenished_on"),
        key=("deposit_id", "drawn_on"),
        keep=("replenished_on",),
        batch_id=taking.batch_id,
    )
    for row in good:
        taken.count(merged.outcome((keys[row.number], row.values["drawn_on"])))
    return taken


def _is_right(row: Row, key: str, *, known: dict[str, Decimal], trusted: bool, in_: tuple[Taking, Taken]) -> bool:
    """Whether the row may be entered; else it is refused in `in_`."""
    taking, taken = in_
    drawn_on, replenished_on = row.values["drawn_on"], row.values["replenished_on"]
    if key not in known:
        taken.refuse(
            row,
            "保证金编号",
            code="unknown_deposit",
            what=Text("本项目没有登记这笔保证金。", "This deposit is not registered on the project."),
            remedy=Text("请先在“09保证金”中登记，或核对编号。", "Enter it in sheet 09 first, or check the number."),
        )
    elif row.values["drawn_amount"] > known[key]:
        taken.refuse(
            row,
            "动用金额",
            code="more_than_deposit",
            what=Text("动用金额大于保证金金额。", "More is drawn than the deposit holds."),
            remedy=Text("请核对金额和保证金编号。", "Check the amount and the number of the deposit."),
        )
    elif drawn_on > taking.today:
        refuse_future(taken, row, "动用日期")
    elif replenished_on is not None and replenished_on > taking.today:
        refuse_future(taken, row, "补足日期")
    elif replenished_on is not None and not trusted:
        taken.refuse(
            row,
            "补足日期",
            code="not_yours_to_say",
            what=Text("补足由银行或监管部门报送。", "That it was made good is for the bank or the office to say."),
            remedy=Text("请将此格留空；补足后银行会报送。", "Leave the cell empty; the bank reports it."),
        )
    else:
        return True
    return False
