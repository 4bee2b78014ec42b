"""The workers of the case, what each is owed, and what banks have paid of it: the proof of payment, worker by worker."""

from collections.abc import Iterator
from decimal import Decimal

from xinan.casework.cases.models import CaseWorker
from xinan.casework.cases.wages import PaidWorker, money_of, paid_of
from xinan.casework.dossier.items import Item, Part, Table
from xinan.casework.dossier.opening import opened, said
from xinan.casework.dossier.sources.asked import Asked
from xinan.kernel.text import Text

_HEAD = (
    Text("工人", "Worker"),
    Text("期间", "Months"),
    Text("欠付（元）", "Owed (yuan)"),
    Text("银行已付（元）", "Paid by banks (yuan)"),
    Text("尚欠（元）", "Open (yuan)"),
    Text("说明", "Note"),
)


def owed_items(asked: Asked) -> Iterator[Item]:
    """Each worker with the months owed; then, as the proof of payment, what banks have paid of every month."""
    workers = list(
        CaseWorker.objects.filter(case=asked.case).select_related("worker").prefetch_related("wages").order_by("pk")
    )
    paid = paid_of(asked.case)
    for worker in workers:
        yield _worker(worker, asked=asked)
    if workers:
        yield _payment(workers, paid, asked=asked)


def _worker(worker: CaseWorker, *, asked: Asked) -> Item:
    clear = {
        field: opened(worker.sealed(field), context=f"case_worker.{field}", keyring=asked.keyring)
        for field in ("name", "id_number", "phone")
    }
    wages = list(worker.wages.order_by("from_month", "pk"))
    return Item(
        key=f"worker:{worker.pk}",
        part=Part.WAGES,
        title=Text(f"工人 {_name(worker, asked=asked)}", f"Worker {_name(worker, asked=asked)}"),
        at=worker.added_at,
        sealed={
            "worker": worker.worker_id,
            **{field: said(text) for field, text in clear.items()},
            "wages": [
                [row.pk, row.from_month, row.to_month, row.owed, row.paid_before, row.basis, row.words] for row in wages
            ],
            "exception": [worker.exception_reason, worker.excepted_by_id, worker.exception_approved_by_id],
        },
        lines=(
            (Text("证件号码", "Identity number"), worker.id_number_masked or "—"),
            (Text("欠付合计（元）", "Owed in all (yuan)"), _money(worker.owed)),
            *(((Text("例外理由", "Exception"), worker.exception_reason),) if worker.exception_reason else ()),
        ),
        table=Table(
            (Text("期间", "Months"), Text("欠付（元）", "Owed (yuan)"), Text("依据", "Basis"), Text("说明", "Note")),
            tuple(
                (_months(row.from_month, row.to_month), _money(row.owed), str(row.get_basis_display()), row.words)
                for row in wages
            ),
        ),
    )


def _payment(workers: list[CaseWorker], paid: dict[int, PaidWorker], *, asked: Asked) -> Item:
    money = money_of(paid)
    rows = [
        (
            _name(worker, asked=asked),
            _months(wage.from_month, wage.to_month),
            _money(wage.owed),
            _money(wage.paid),
            _money(wage.open),
            worker.exception_reason,
        )
        for worker in workers
        for wage in paid[worker.pk].wages
    ]
    return Item(
        key=f"payment:{asked.case.pk}",
        part=Part.PAYMENT,
        title=Text("银行支付核对", "What banks have paid"),
        at=None,
        sealed={
            "rows": [
                [number, wage.from_month, wage.to_month, wage.owed, wage.paid]
                for number, worker in sorted(paid.items())
                for wage in worker.wages
            ]
        },
        lines=(
            (Text("工人", "Workers"), f"{money.workers}"),
            (Text("欠付合计（元）", "Owed in all (yuan)"), _money(money.owed)),
            (Text("银行已付（元）", "Paid by banks (yuan)"), _money(money.paid)),
            (Text("例外（元）", "Exceptions (yuan)"), _money(money.excepted)),
            (Text("尚欠（元）", "Open (yuan)"), _money(money.open)),
        ),
        table=Table(_HEAD, tuple(rows)),
    )


def _name(worker: CaseWorker, *, asked: Asked) -> str:
    known = worker.worker
    if worker.name_sealed or known is None:
        clear = opened(worker.name_sealed, context="case_worker.name", keyring=asked.keyring)
        return asked.shown(clear, worker.name_masked) or f"#{worker.pk}"
    clear = opened(known.name_sealed, context="worker.name", keyring=asked.keyring)
    return asked.shown(clear, known.name_masked) or f"#{worker.pk}"


def _months(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
