"""Sheets 14 and 15: what a bank made of a list of wages, and what it counts in an account's day.

Sheet 14 begins with the nine columns banks without an interface already use; a bank adds what it knows.
"""

from dataclasses import replace

from xinan.intake.sheets.codes import CARD_KINDS, ORDER_RESULTS
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import (
    EXAMPLE_CARD,
    EXAMPLE_IDENTITY,
    OPTIONAL_IDENTITY,
    PROJECT_CODE,
    unused,
    worker_name,
)
from xinan.intake.sheets.funds import ACCOUNT_NUMBER
from xinan.kernel.text import Text

BATCH_CODE = SheetColumn(
    "batch_code",
    "代发批次号",
    CellKind.TEXT,
    Text("本批代发的编号，同一项目内不重复。", "Number of the payment batch, used once in a project."),
    synonyms=("批次号", "代发批次", "批号"),
    example="DF202604-01",
    max_length=64,
    key=True,
)

PAYOUTS = Sheet(
    kind="payouts",
    number="14",
    name=Text("银行代发", "Payment batches"),
    meaning=Text(
        "代发名册每人一行；银行办理后填写结果。", "One row for each person to be paid; the bank adds the result."
    ),
    columns=(
        SheetColumn(
            "line_number",
            "序号",
            CellKind.INTEGER,
            Text("行在批次内的序号；不变。", "Number of the line in its batch; it stays."),
            required=True,
            synonyms=("行号",),
            example="1",
            key=True,
        ),
        replace(worker_name(required=False), title="姓名", synonyms=("工人姓名", "户名", "收款人")),
        SheetColumn(
            "wage_card",
            "银行卡号",
            CellKind.CARD,
            Text("收款的工资卡号。", "The wage card to pay into."),
            synonyms=("工资卡号", "收款账号", "卡号"),
            example=EXAMPLE_CARD,
        ),
        replace(unused("card_kind", "工资卡类别", CellKind.CODE, "卡类别"), codes=CARD_KINDS, example="本行"),
        replace(
            OPTIONAL_IDENTITY,
            title="身份证",
            synonyms=("证件号码", "身份证号", "身份证号码", "证件号", "公民身份号码"),
            printed=True,
            meaning=Text("证件号码；与卡号至少填一项。", "Identity number; this or the card is needed."),
            example=EXAMPLE_IDENTITY,
        ),
        SheetColumn("phone", "电话", CellKind.PHONE, Text("手机号码。", "Telephone."), synonyms=("手机号码", "手机")),
        SheetColumn(
            "payable",
            "本月应发",
            CellKind.MONEY,
            Text("应发工资，元。", "Wages payable, yuan."),
            required=True,
            synonyms=("应发工资", "应发金额", "应发"),
            example="7680.00",
        ),
        unused("card_bank", "开户行", CellKind.TEXT, "开户银行", "收款行"),
        SheetColumn(
            "remark",
            "备注",
            CellKind.TEXT,
            Text(
                "没有“发放结果”列时，以“成功”“失败”“退票”开头的备注即结果。",
                "Without a result column, a remark beginning with 成功, 失败 or 退票 is the result.",
            ),
        ),
        BATCH_CODE,
        SheetColumn(
            "month",
            "工资月份",
            CellKind.MONTH,
            Text("年-月；该批次已在平台的可不填。", "YYYY-MM; may be left out for a batch on record."),
            synonyms=("月份", "所属月份"),
            example="2026-03",
        ),
        replace(ACCOUNT_NUMBER, required=False, key=False, synonyms=("付款账号", "付款账户")),
        SheetColumn(
            "sent",
            "代发金额",
            CellKind.MONEY,
            Text("提交银行的金额；不填为应发。", "Amount given to the bank; empty: what was payable."),
            synonyms=("提交金额", "应付金额"),
        ),
        SheetColumn(
            "paid",
            "实发",
            CellKind.MONEY,
            Text("银行实际发放的金额；成功而不填为代发金额。", "Amount the bank paid; empty for success: all of it."),
            synonyms=("实发金额", "实发工资", "反馈金额"),
        ),
        SheetColumn(
            "result",
            "发放结果",
            CellKind.CODE,
            Text("成功、失败、退票、处理中；不填为处理中。", "Paid, failed, returned, in hand; empty: in hand."),
            synonyms=("结果", "代发结果", "发放状态"),
            codes=ORDER_RESULTS,
            example="成功",
        ),
        SheetColumn(
            "settled_on",
            "发放日期",
            CellKind.DATE,
            Text("银行办理的日期；有结果的必填。", "Day the bank did it; needed with a result."),
            synonyms=("办理日期", "交易日期", "退票日期"),
            example="2026-04-10",
        ),
        SheetColumn(
            "fail_code",
            "失败代码",
            CellKind.TEXT,
            Text("银行的失败代码或原因。", "The bank's code for the failure."),
            synonyms=("失败原因", "错误代码"),
            max_length=20,
        ),
        PROJECT_CODE,
    ),
)

STATEMENTS = Sheet(
    kind="statements",
    number="15",
    name=Text("专户日对账", "Daily reconciliation"),
    meaning=Text(
        "每个专户每天一行：笔数与金额合计。", "One row for each account and day: number and sum of movements."
    ),
    columns=(
        ACCOUNT_NUMBER,
        SheetColumn(
            "day",
            "对账日期",
            CellKind.DATE,
            Text("所对的那一天。", "The day in question."),
            required=True,
            synonyms=("账务日期",),
            example="2026-04-10",
            key=True,
        ),
        SheetColumn(
            "count",
            "交易笔数",
            CellKind.INTEGER,
            Text("当日收支笔数；没有为 0。", "Number of movements of the day; 0 for none."),
            required=True,
            synonyms=("笔数", "总笔数"),
            example="36",
        ),
        SheetColumn(
            "total",
            "交易金额合计",
            CellKind.MONEY,
            Text("当日收入与支出金额之和，元。", "Sum of all amounts, in and out, yuan."),
            required=True,
            synonyms=("金额合计", "总金额"),
            example="276480.00",
        ),
        SheetColumn(
            "closing_balance",
            "日终余额",
            CellKind.MONEY,
            Text("日终余额，元；填写的一并核对。", "Balance at the end of the day; compared where given."),
            synonyms=("余额", "账户余额"),
            example="1203400.00",
            negative=True,
        ),
        PROJECT_CODE,
    ),
)
