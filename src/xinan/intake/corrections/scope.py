"""What a batch of each kind writes, and so what taking it back concerns."""

from dataclasses import dataclass

from django.db import models

from xinan.kernel.text import Text
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.workforce.models import Employment, EntryExit, LabourContract


@dataclass(frozen=True)
class Table:
    """A table of facts whose rows a batch may take back.

    `unless` is a condition of SQL on the row `m` that keeps it: somebody else has since relied on it.
    """

    model: type[models.Model]
    name: Text
    unless: str = "FALSE"
    why: Text = Text("", "")


_LINES = Table(
    PayrollLine,
    Text("工资支付表明细", "payroll lines"),
    unless="m.confirmed_on IS NOT NULL OR m.disputed_on IS NOT NULL",
    why=Text("工人已经确认或提出异议", "the worker has confirmed or disputed it"),
)
_PAYMENTS = Table(WagePayment, Text("工资发放", "wage payments"))
_ENTRIES = Table(AccountEntry, Text("专户收支", "movements of wage accounts"))
_EMPLOYMENTS = Table(
    Employment,
    Text("用工登记", "entries of the roster"),
    unless=(
        "EXISTS (SELECT 1 FROM workforce_labourcontract c WHERE c.employment_id = m.employment_id"
        " AND c.batch_id IS DISTINCT FROM %(batch)s)"
    ),
    why=Text("已有后来登记的劳动合同", "a contract was registered on it since"),
)
_PASSAGES = Table(EntryExit, Text("进退场记录", "entries and exits"))
_CONTRACTS = Table(LabourContract, Text("劳动合同", "labour contracts"))

# In the order in which they are taken back: what hangs on another before what it hangs on.
TABLES_OF: dict[str, tuple[Table, ...]] = {
    "payroll": (_PAYMENTS, _LINES),
    "movements": (_PAYMENTS, _ENTRIES),
    "people": (_EMPLOYMENTS,),
    "entries": (_PASSAGES, _EMPLOYMENTS),
    "contracts": (_CONTRACTS, _EMPLOYMENTS),
    "attendance": (),
}
PUNCHES = Text("打卡记录", "punches")
EVERY_TABLE: tuple[Table, ...] = (_LINES, _PAYMENTS, _ENTRIES, _EMPLOYMENTS, _PASSAGES, _CONTRACTS)
