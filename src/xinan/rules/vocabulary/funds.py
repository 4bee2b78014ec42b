"""Facts of the money held for wages: wage accounts and their movements, deposits and their draws."""

from xinan.kernel.text import Text
from xinan.rules.vocabulary.columns import Column, FactTable, Kind, Scope, Supplier, When

WAGE_ACCOUNT = FactTable(
    name="wage_account",
    meaning=Text("农民工工资专用账户", "Wage account"),
    key=("account_id",),
    supplier=Supplier.BANK,
    scope=Scope.PROJECT,
    columns=(
        Column("account_id", Kind.TEXT, Text("账户标识", "Account identifier")),
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("bank_id", Kind.TEXT, Text("开户银行", "Bank")),
        Column("opened_on", Kind.DATE, Text("开户日", "Day opened"), when=When.EXISTS_FROM),
        Column(
            "agreement_signed_on",
            Kind.DATE,
            Text("三方协议签订日", "Day the three-party agreement was signed"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "closing_notice_on",
            Kind.DATE,
            Text("销户公示日", "Day the closing was announced"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column("closed_on", Kind.DATE, Text("销户日", "Day closed"), nullable=True, when=When.KNOWN_FROM),
    ),
)

ACCOUNT_ENTRY = FactTable(
    name="account_entry",
    meaning=Text("专户收支", "Account movement"),
    key=("entry_id",),
    supplier=Supplier.BANK,
    scope=Scope.ACCOUNT,
    columns=(
        Column("entry_id", Kind.TEXT, Text("流水号", "Serial number")),
        Column("account_id", Kind.TEXT, Text("账户标识", "Account identifier")),
        Column("booked_on", Kind.DATE, Text("记账日", "Day booked"), when=When.EXISTS_FROM),
        Column("direction", Kind.CHOICE, Text("方向", "Direction"), choices=("in", "out")),
        Column("amount", Kind.MONEY, Text("金额", "Amount"), unit="CNY", least=0),
        Column(
            "counterparty_kind",
            Kind.CHOICE,
            Text("对方类型", "Kind of counterparty"),
            choices=("owner", "contractor", "worker", "other"),
        ),
        Column("worker_id", Kind.TEXT, Text("对方工人", "Worker paid"), nullable=True),
        Column("wage_month", Kind.MONTH, Text("工资月份", "Wage month"), nullable=True),
        Column("balance_after", Kind.MONEY, Text("记账后余额", "Balance after it"), unit="CNY"),
    ),
)

DEPOSIT = FactTable(
    name="deposit",
    meaning=Text("工资保证金", "Wage deposit"),
    key=("deposit_id",),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.PROJECT,
    columns=(
        Column("deposit_id", Kind.TEXT, Text("保证金编号", "Deposit number")),
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column(
            "kind",
            Kind.CHOICE,
            Text("形式", "Form"),
            choices=("cash", "bank_guarantee", "insurance", "company_bond"),
        ),
        Column("amount", Kind.MONEY, Text("金额", "Amount"), unit="CNY", least=0),
        Column("effective_on", Kind.DATE, Text("生效日", "First day of effect"), when=When.EXISTS_FROM),
        Column(
            "expires_on",
            Kind.DATE,
            Text("到期日 (当日仍有效)", "Last day of effect"),
            nullable=True,
            when=When.TERM,
        ),
        Column("released_on", Kind.DATE, Text("返还日", "Day released"), nullable=True, when=When.KNOWN_FROM),
    ),
)

DEPOSIT_DRAW = FactTable(
    name="deposit_draw",
    meaning=Text("保证金动用", "Deposit draw-down"),
    key=(
        "deposit_id",
        "drawn_on",
    ),
    supplier=Supplier.OFFICE,
    scope=Scope.DEPOSIT,
    columns=(
        Column("deposit_id", Kind.TEXT, Text("保证金编号", "Deposit number")),
        Column("drawn_on", Kind.DATE, Text("动用日", "Day drawn"), when=When.EXISTS_FROM),
        Column("amount", Kind.MONEY, Text("金额", "Amount"), unit="CNY", least=0),
        Column("replenished_on", Kind.DATE, Text("补足日", "Day made good"), nullable=True, when=When.KNOWN_FROM),
    ),
)

TABLES = (WAGE_ACCOUNT, ACCOUNT_ENTRY, DEPOSIT, DEPOSIT_DRAW)
