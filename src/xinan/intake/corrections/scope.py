"""What a batch of each kind writes, and so what taking it back concerns."""

from dataclasses import dataclass

from django.db import models

from xinan.kernel.text import Text
from xinan.payments.models import AccountEntry, BulkMovement, PayrollLine, WagePayment
from xinan.workforce.models import Employment, EntryExit, LabourContract


@dataclass(frozen=True)
class Table:
    """A table of facts whose rows a batch may take back.

    `unless` is a condition of SQL on the row `m` that keeps it: somebody else has since relied on it.
    `columns`, where not empty, are those that only batches of `kinds` speak of; others write other columns of the rows.
    `kinds` empty means that batches of every kind speak of the rows. `prefix` is what the keys meant begin with.
    A table that `may_be_silent` is not mentioned where nothing became of it.
    """

    model: type[models.Model]
    name: Text
    unless: str = "FALSE"
    why: Text = Text("", "")
    columns: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    prefix: str = ""
    may_be_silent: bool = False


_LINES = Table(
    PayrollLine,
    Text("工资支付表明细", "payroll lines"),
    unless="m.confirmed_on IS NOT NULL OR m.disputed_on IS NOT NULL",
    why=Text("工人已经确认或提出异议", "the worker has confirmed or disputed it"),
)
_PAYMENTS = Text("工资发放", "wage payments")
# Of what a contractor reports as paid, payrolls speak. What the bank's movements do to it follows from both anew
# (`settle_anew` in corrections/follow.py).
_REPORTED = Table(WagePayment, _PAYMENTS, kinds=("payroll",), prefix="R:")
_BOOKED = Table(WagePayment, _PAYMENTS, prefix="B:")
_ENTRIES = Table(AccountEntry, Text("专户收支", "movements of wage accounts"))
_BULK = Table(BulkMovement, Text("批量代发流水", "movements that pay a batch"), may_be_silent=True)
_ON_ROSTER = Table(
    Employment,
    Text("用工登记", "entries of the roster"),
    unless=(
        "EXISTS (SELECT 1 FROM workforce_labourcontract c WHERE c.employment_id = m.employment_id"
        " AND c.batch_id IS DISTINCT FROM %(batch)s)"
    ),
    why=Text("已有后来登记的劳动合同", "a contract was registered on it since"),
    columns=("employer_id", "team_id", "post", "work_type", "registered_on"),
    kinds=("people",),
)
_STAYS = Table(
    Employment,
    _ON_ROSTER.name,
    unless=_ON_ROSTER.unless,
    why=_ON_ROSTER.why,
    columns=("entered_on", "left_on", "settled_on"),
    kinds=("entries",),
)
_PASSAGES = Table(EntryExit, Text("进退场记录", "entries and exits"))
_CONTRACTS = Table(LabourContract, Text("劳动合同", "labour contracts"))

# In the order in which they are taken back: what hangs on another before what it hangs on.
TABLES_OF: dict[str, tuple[Table, ...]] = {
    "payroll": (_REPORTED, _LINES),
    "movements": (_BOOKED, _ENTRIES, _BULK),
    "people": (_ON_ROSTER,),
    "entries": (_PASSAGES, _STAYS),
    "contracts": (_CONTRACTS,),
    "attendance": (),
}
PUNCHES = Text("打卡记录", "punches")
