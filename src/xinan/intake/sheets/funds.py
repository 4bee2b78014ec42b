"""Sheets 08, 09 and 10, for what the national sheets lack: wage accounts, deposits, account movements."""

from dataclasses import replace

from xinan.intake.sheets.codes import COUNTERPARTIES, DEPOSIT_KINDS, MONEY_DIRECTIONS
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import OPTIONAL_IDENTITY, PROJECT_CODE, worker_name
from xinan.kernel.text import Text

_ACCOUNT_NUMBER = SheetColumn(
    "account_number",
    "专户账号",
    CellKind.ACCOUNT,
    Text("农民工工资专用账户的账号。", "Number of the wage account."),
    required=True,
    synonyms=("账号", "专户账户", "工资专户账号"),
    example="07250000000000000",
    key=True,
)

ACCOUNTS = Sheet(
    kind="accounts",
    number="08",
    name=Text("工资专户", "Wage accounts"),
    meaning=Text("每个农民工工资专用账户一行。", "One row for each wage account."),
    columns=(
        _ACCOUNT_NUMBER,
        SheetColumn(
            "bank_name",
            "开户银行",
            CellKind.TEXT,
            Text("开户银行和网点。", "The bank and its branch."),
            required=True,
            synonyms=("开户行", "开户行名称", "银行名称"),
            example="吉林示例银行长春支行",
            max_length=100,
        ),
        SheetColumn(
            "opened_on",
            "开户日期",
            CellKind.DATE,
            Text("开户日期。", "Day the account was opened."),
            required=True,
            synonyms=("开户日",),
            example="2026-02-20",
        ),
        SheetColumn(
            "agreement_signed_on",
            "三方协议签订日期",
            CellKind.DATE,
            Text(
                "与建设单位、银行签订资金管理三方协议的日期。",
                "Day the agreement with the owner and the bank was signed.",
            ),
            synonyms=("三方协议日期", "协议签订日期"),
            example="2026-02-25",
        ),
        SheetColumn(
            "closing_notice_on",
            "销户公示日期",
            CellKind.DATE,
            Text("在项目公示销户的日期。", "Day the closing was announced on site."),
        ),
        SheetColumn("closed_on", "销户日期", CellKind.DATE, Text("销户日期。", "Day the account was closed.")),
        PROJECT_CODE,
    ),
)

DEPOSITS = Sheet(
    kind="deposits",
    number="09",
    name=Text("保证金", "Deposits"),
    meaning=Text("每笔工资保证金或保函一行。", "One row for each wage deposit or guarantee."),
    columns=(
        SheetColumn(
            "deposit_code",
            "保证金编号",
            CellKind.TEXT,
            Text("存单、保函或保单编号。", "Number of the deposit slip, guarantee or policy."),
            required=True,
            synonyms=("保函编号", "保单编号", "编号"),
            example="BH-2026-0001",
            max_length=64,
            key=True,
        ),
        SheetColumn(
            "deposit_kind",
            "保证金形式",
            CellKind.CODE,
            Text(
                "现金、银行保函、保证保险、工程担保公司保函。",
                "Cash, bank guarantee, insurance, guarantee company's bond.",
            ),
            required=True,
            synonyms=("形式", "缴存方式"),
            codes=DEPOSIT_KINDS,
            example="银行保函",
        ),
        SheetColumn(
            "amount",
            "金额",
            CellKind.MONEY,
            Text("元。", "Yuan."),
            required=True,
            synonyms=("保证金金额", "保函金额"),
            example="600000.00",
        ),
        SheetColumn(
            "effective_on",
            "生效日期",
            CellKind.DATE,
            Text("缴存或保函生效的日期。", "First day of effect."),
            required=True,
            synonyms=("缴存日期", "起始日期"),
            example="2026-02-25",
        ),
        SheetColumn(
            "expires_on",
            "到期日期",
            CellKind.DATE,
            Text("保函到期日，当日仍有效；现金不填。", "Last day of effect; empty for cash."),
            synonyms=("有效期止",),
            example="2027-12-31",
        ),
        SheetColumn("released_on", "返还日期", CellKind.DATE, Text("返还或解除的日期。", "Day released.")),
        PROJECT_CODE,
    ),
)

MOVEMENTS = Sheet(
    kind="movements",
    number="10",
    name=Text("专户流水", "Account movements"),
    meaning=Text("专户每笔收支一行。", "One row for each movement of a wage account."),
    columns=(
        SheetColumn(
            "entry_code",
            "流水号",
            CellKind.TEXT,
            Text("银行流水号，同一专户内唯一。", "The bank's serial number, unique in the account."),
            required=True,
            synonyms=("交易流水号", "银行流水号"),
            example="202604100001",
            max_length=64,
            key=True,
        ),
        _ACCOUNT_NUMBER,
        SheetColumn(
            "booked_on",
            "记账日期",
            CellKind.DATE,
            Text("银行记账日期。", "Day booked."),
            required=True,
            synonyms=("交易日期",),
            example="2026-04-10",
        ),
        SheetColumn(
            "money_direction",
            "收支方向",
            CellKind.CODE,
            Text("收入或支出。", "In or out."),
            required=True,
            synonyms=("收支", "借贷方向", "方向"),
            codes=MONEY_DIRECTIONS,
            example="支出",
        ),
        SheetColumn(
            "amount",
            "金额",
            CellKind.MONEY,
            Text("发生额，元，正数。", "Amount, yuan, positive."),
            required=True,
            synonyms=("发生额", "交易金额"),
            example="7680.00",
        ),
        SheetColumn(
            "counterparty_kind",
            "对方类型",
            CellKind.CODE,
            Text("建设单位、施工总承包单位、农民工、其他。", "Owner, general contractor, worker, other."),
            required=True,
            codes=COUNTERPARTIES,
            example="农民工",
        ),
        replace(worker_name(required=False), meaning=Text("付给工人的，工人姓名。", "The worker's name, for wages.")),
        replace(
            OPTIONAL_IDENTITY,
            printed=True,
            meaning=Text("付给工人的，填证件号码或工资卡号之一。", "For wages: the identity number or the wage card."),
        ),
        SheetColumn(
            "wage_card",
            "工资卡号",
            CellKind.CARD,
            Text("付给工人的，填证件号码或工资卡号之一。", "For wages: the identity number or the wage card."),
            synonyms=("对方账号", "收款账号", "银行卡号"),
        ),
        SheetColumn(
            "month",
            "工资月份",
            CellKind.MONTH,
            Text("付的是哪个月的工资；付给工人的必填。", "The month the wages are for; needed for wages."),
            synonyms=("所属月份",),
            example="2026-03",
        ),
        SheetColumn(
            "balance_after",
            "余额",
            CellKind.MONEY,
            Text("记账后余额，元。", "Balance after the movement, yuan."),
            required=True,
            synonyms=("账户余额", "记账后余额"),
            example="1203400.00",
            negative=True,
        ),
        PROJECT_CODE,
    ),
)
