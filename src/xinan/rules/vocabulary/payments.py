"""Facts of wages: what was payable and what was paid."""

from xinan.kernel.text import Text
from xinan.rules.vocabulary.columns import Column, FactTable, Kind, Scope, Supplier, When

PAYROLL_LINE = FactTable(
    name="payroll_line",
    meaning=Text("工资支付表明细", "Payroll line"),
    key=("line_id",),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.PROJECT,
    columns=(
        Column("line_id", Kind.TEXT, Text("明细编号", "Line number")),
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("worker_id", Kind.TEXT, Text("工人标识", "Worker identifier")),
        Column("wage_month", Kind.MONTH, Text("工资月份", "Wage month")),
        Column("days", Kind.NUMBER, Text("计薪天数", "Days paid for"), least=0),
        Column("payable", Kind.MONEY, Text("应发工资", "Wages payable"), unit="CNY", least=0),
        Column("submitted_on", Kind.DATE, Text("提交日", "Day submitted"), when=When.EXISTS_FROM),
        Column(
            "confirmed_on",
            Kind.DATE,
            Text("工人确认日", "Day the worker confirmed"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "disputed_on",
            Kind.DATE,
            Text("工人异议日", "Day the worker disputed"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "dispute_closed_on",
            Kind.DATE,
            Text("异议办结日", "Day the dispute was closed"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "approved_on",
            Kind.DATE,
            Text("总包审核日", "Day the general contractor approved"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
    ),
)

WAGE_PAYMENT = FactTable(
    name="wage_payment",
    meaning=Text("工资发放", "Wage payment"),
    key=("payment_id",),
    supplier=Supplier.BANK,
    scope=Scope.PROJECT,
    columns=(
        Column("payment_id", Kind.TEXT, Text("发放编号", "Payment number")),
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("worker_id", Kind.TEXT, Text("工人标识", "Worker identifier")),
        Column("wage_month", Kind.MONTH, Text("工资月份", "Wage month")),
        Column("amount", Kind.MONEY, Text("金额", "Amount"), unit="CNY", least=0),
        Column("paid_on", Kind.DATE, Text("发放日", "Day paid"), when=When.EXISTS_FROM),
        Column("status", Kind.CHOICE, Text("结果", "Result"), choices=("paid", "failed", "returned")),
        Column(
            "account_id",
            Kind.TEXT,
            Text("付款专户 (空：未经专户)", "Paying wage account (empty: not through one)"),
            nullable=True,
        ),
    ),
)

TABLES = (PAYROLL_LINE, WAGE_PAYMENT)
