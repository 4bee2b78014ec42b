"""A payment batch as sheet 14, for banks without an interface: the bank fills in the results and sends it back."""

import io
from decimal import Decimal

import xlsxwriter

from xinan.intake.banks.handing_over import Payee, payees_in
from xinan.intake.sheets.bank import PAYOUTS
from xinan.kernel.ciphers import Keyring
from xinan.payments.models import PaymentBatch


def order_workbook(batch: PaymentBatch, *, keyring: Keyring) -> bytes:
    """The workbook, one row a line, people in clear: whoever pays somebody must know whom."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as workbook:
        text = workbook.add_format({"num_format": "@"})
        money = workbook.add_format({"num_format": "0.00"})
        head = workbook.add_format({"bold": True, "border": 1, "bg_color": "#DCE8F5", "text_wrap": True})
        page = workbook.add_worksheet(f"{PAYOUTS.number}{PAYOUTS.name.zh}")
        page.freeze_panes(1, 0)
        for place, column in enumerate(PAYOUTS.printed):
            page.set_column(place, place, max(len(column.title) * 2.2 + 2, 12))
            page.write_string(0, place, column.title, head)
        for row, payee in enumerate(payees_in(batch, keyring=keyring), start=1):
            cells = _cells(payee, batch)
            for place, column in enumerate(PAYOUTS.printed):
                value = cells.get(column.name)
                if isinstance(value, Decimal):
                    page.write_number(row, place, float(value), money)
                elif value:
                    page.write_string(row, place, str(value), text)
    return buffer.getvalue()


def _cells(payee: Payee, batch: PaymentBatch) -> dict[str, object]:
    return {
        "line_number": str(payee.line),
        "person_name": payee.name,
        "wage_card": payee.card,
        "identity": payee.identity,
        "phone": payee.phone,
        "payable": payee.amount if payee.payable is None else payee.payable,
        "batch_code": batch.number,
        "project_code": str(batch.project_id),
        "month": batch.wage_month,
        "sent": payee.amount,
    }
