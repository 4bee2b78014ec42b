"""The messages banks send: their types, their fields, and what each field may hold. The wire's own forms are the api's."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xinan.intake.sheets.codes import COUNTERPARTIES, ORDER_RESULTS
from xinan.intake.sheets.columns import CellKind, SheetColumn, code_table
from xinan.kernel.text import Text

MOST_MESSAGES = 1000
LONGEST_VALUE = 500


class Matter(StrEnum):
    """What a message is about, and so who takes it: a sheet's kind, or a matter no sheet has."""

    ACCOUNTS = "accounts"
    CARDS = "cards"
    DEPOSITS = "deposits"
    DRAWS = "draws"
    FREEZES = "freezes"
    PAYOUTS = "payouts"
    ACCEPTANCES = "acceptances"
    MOVEMENTS = "movements"
    STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it came: its type, its place in the request from 1, its fields as text."""

    type: str
    place: int
    fields: Mapping[str, str]


@dataclass(frozen=True)
class MessageType:
    """One type of message. `of_project` names its project itself; the others are about the project of their account."""

    name: str
    matter: Matter
    meaning: Text
    fields: tuple[SheetColumn, ...]
    of_project: bool = False

    def field(self, name: str) -> SheetColumn | None:
        """The field of that name; None if the type has none."""
        return next((field for field in self.fields if field.name == name), None)


MONEY_WAYS = code_table(
    Text("借贷方向", "Debit or credit"),
    {"in": "贷", "out": "借"},
    C="in",
    D="out",
    收="in",
    支="out",
    收入="in",
    支出="out",
)
DEPOSIT_FORMS = code_table(
    Text("保证金形式", "Form of the deposit"),
    {"cash": "现金", "bank_guarantee": "银行保函", "insurance": "保证保险", "company_bond": "工程担保公司保函"},
    bank="bank_guarantee",
    company="company_bond",
)
LINE_STATES = code_table(
    Text("发放结果", "Result"),
    ORDER_RESULTS.entries,
    **ORDER_RESULTS.aliases,
    success="paid",
    fail="failed",
    processing="sent",
)


def _text(name: str, zh: str, en: str, *, required: bool = True, longest: int = 100) -> SheetColumn:
    return SheetColumn(name, name, CellKind.TEXT, Text(zh, en), required=required, max_length=longest)


def _of(kind: CellKind, name: str, zh: str, en: str, *, required: bool = True, negative: bool = False) -> SheetColumn:
    return SheetColumn(name, name, kind, Text(zh, en), required=required, negative=negative)


ACCOUNT = _of(CellKind.ACCOUNT, "account", "专户账号", "Number of the wage account")
PROJECT = _text("project", "项目编号", "Number of the project", longest=64)
BATCH = _text("batchNo", "代发批次号", "Number of the payment batch", longest=64)
LINE = _of(CellKind.INTEGER, "lineNo", "批次内序号", "Number of the line in the batch")
_FAIL = _text("failCode", "失败代码", "The bank's code for the failure", required=False, longest=20)
_DEPOSIT = _text("depositNo", "存单、保函或保单编号", "Number of the slip, guarantee or policy", longest=64)
_DAY, _MONEY = CellKind.DATE, CellKind.MONEY

ACCOUNT_OPENED = MessageType(
    "AccountOpened",
    Matter.ACCOUNTS,
    Text("开立工资专户。", "A wage account was opened."),
    (
        PROJECT,
        ACCOUNT,
        _text("bankName", "开户银行及网点", "Bank and branch"),
        _of(_DAY, "openedOn", "开户日；不填为报送日", "Day opened; empty: the day of the message", required=False),
        _of(_DAY, "agreementSignedOn", "三方协议签订日", "Day the agreement was signed", required=False),
        _text(
            "firmCode",
            "施工总承包单位信用代码，填写的须与项目一致",
            "Contractor's credit code, checked",
            required=False,
        ),
    ),
    of_project=True,
)
ACCOUNT_CLOSED = MessageType(
    "AccountClosed",
    Matter.ACCOUNTS,
    Text("销户。", "A wage account was closed."),
    (
        ACCOUNT,
        _of(_DAY, "closedOn", "销户日", "Day closed"),
        _of(_DAY, "noticeOn", "销户公示日", "Day the closing was announced", required=False),
    ),
)
AGREEMENT_FILED = MessageType(
    "AgreementFiled",
    Matter.ACCOUNTS,
    Text("签订资金管理三方协议。", "The three-party agreement was signed."),
    (ACCOUNT, _of(_DAY, "signedOn", "签订日", "Day signed")),
)
CARD_ISSUED = MessageType(
    "CardIssued",
    Matter.CARDS,
    Text("为工人开立工资卡。", "A worker has a wage card."),
    (
        _of(CellKind.IDENTITY, "idNumber", "证件号码", "Identity number"),
        _of(CellKind.CARD, "card", "工资卡号", "Wage card"),
    ),
)
MOVEMENT = MessageType(
    "Movement",
    Matter.MOVEMENTS,
    Text("专户每笔收支，15 分钟内报送。", "Each movement of an account, within 15 minutes."),
    (
        ACCOUNT,
        _text("serial", "银行流水号，账户内唯一", "The bank's serial, unique in the account", longest=64),
        _of(CellKind.MOMENT, "time", "记账时间", "Time booked"),
        SheetColumn("dc", "dc", CellKind.CODE, Text("C 收入，D 支出", "C in, D out"), required=True, codes=MONEY_WAYS),
        _of(_MONEY, "amount", "金额，元", "Amount, yuan"),
        _of(_MONEY, "balance", "记账后余额，元", "Balance after it, yuan", negative=True),
        _text("counterpartyAcct", "对方账号或卡号", "Counterparty's number", required=False, longest=64),
        _text("counterpartyName", "对方户名", "Counterparty's name", required=False),
        SheetColumn(
            "counterpartyKind",
            "counterpartyKind",
            CellKind.CODE,
            Text("对方类型；不填由户名、卡号和批次号认定", "Kind of counterparty; empty: told by name, card and batch"),
            codes=COUNTERPARTIES,
        ),
        _text("purpose", "用途", "Purpose", required=False, longest=200),
        _text("batchNo", "代发批次号", "Number of the payment batch", required=False, longest=64),
        _of(CellKind.MONTH, "wageMonth", "工资月份", "Wage month", required=False),
        _text("project", "项目编号，填写的须与账户一致", "Number of the project, checked", required=False, longest=64),
    ),
)
BALANCE_DAILY = MessageType(
    "BalanceDaily",
    Matter.STATEMENTS,
    Text("每日对账：笔数、金额合计、日终余额。", "Daily reconciliation: number, sum, closing balance."),
    (
        ACCOUNT,
        _of(_DAY, "day", "对账日", "The day"),
        _of(CellKind.INTEGER, "count", "当日收支笔数", "Number of movements"),
        _of(_MONEY, "sum", "当日收入与支出金额之和，元", "Sum of all amounts, in and out, yuan"),
        _of(_MONEY, "balance", "日终余额，元", "Closing balance, yuan", required=False, negative=True),
    ),
)
BATCH_ACCEPTED = MessageType(
    "BatchAccepted",
    Matter.ACCEPTANCES,
    Text("银行受理一个代发批次。", "The bank has taken on a payment batch."),
    (
        ACCOUNT,
        BATCH,
        _of(CellKind.INTEGER, "lines", "受理笔数", "Lines taken on"),
        _of(_MONEY, "total", "受理金额，元", "Their sum, yuan"),
        _of(CellKind.MOMENT, "time", "受理时间", "When"),
    ),
)
LINE_RESULT = MessageType(
    "LineResult",
    Matter.PAYOUTS,
    Text("批次内一人的发放结果，当日报送。", "What became of one line, the same day."),
    (
        ACCOUNT,
        BATCH,
        LINE,
        _text(
            "idHash", "证件号码的 SM3 或 SHA-256", "SM3 or SHA-256 of the identity number", required=False, longest=64
        ),
        _of(CellKind.CARD, "card", "收款卡号", "Card paid into", required=False),
        _of(_MONEY, "amount", "金额，元", "Amount, yuan"),
        SheetColumn(
            "status",
            "status",
            CellKind.CODE,
            Text("结果", "paid, failed, returned or sent"),
            required=True,
            codes=LINE_STATES,
        ),
        _FAIL,
        _of(CellKind.MOMENT, "paidTime", "办理时间；有结果的必填", "When; needed with a result", required=False),
        _of(
            CellKind.MONTH,
            "wageMonth",
            "工资月份；平台没有该批次时必填",
            "Needed for a batch not on record",
            required=False,
        ),
    ),
)
RETURNED = MessageType(
    "Returned",
    Matter.PAYOUTS,
    Text("已发放的一笔被退回（退票）。", "A payment came back."),
    (ACCOUNT, BATCH, LINE, _FAIL, _of(CellKind.MOMENT, "returnedTime", "退回时间", "When it came back")),
)
SETTLEMENT = MessageType(
    "Settlement",
    Matter.PAYOUTS,
    Text("一人的应发、待发、实发（XML）。", "Payable, sent and fed back for one worker (XML)."),
    (
        PROJECT,
        _of(CellKind.IDENTITY, "idNumber", "证件号码", "Identity number"),
        BATCH,
        _of(_DAY, "payrollDate", "发放日", "Day of payment", required=False),
        _of(_DAY, "from", "工资周期起", "First day of the pay period"),
        _of(_MONEY, "payable", "应发", "Payable"),
        _of(_MONEY, "sent", "待发", "To be paid", required=False),
        _of(_MONEY, "paid", "实发；没有表示尚无结果", "Really paid; empty: no result yet", required=False),
        _of(CellKind.MOMENT, "recordedAt", "记录登记时间", "When recorded", required=False),
        _of(CellKind.CARD, "card", "收款卡号", "Card paid into", required=False),
        _text("remark", "备注", "Remark", required=False, longest=200),
    ),
    of_project=True,
)
DEPOSIT_STORED = MessageType(
    "DepositStored",
    Matter.DEPOSITS,
    Text("存储工资保证金或开立保函。", "A deposit was stored, or a guarantee given."),
    (
        PROJECT,
        _DEPOSIT,
        SheetColumn(
            "form",
            "form",
            CellKind.CODE,
            Text("cash、bank、insurance、company", "cash, bank, insurance or company"),
            required=True,
            codes=DEPOSIT_FORMS,
        ),
        _of(_MONEY, "amount", "金额，元", "Amount, yuan"),
        _of(
            CellKind.NUMBER,
            "ratio",
            "占合同价的比例；只检查",
            "Share of the contract price; only checked",
            required=False,
        ),
        _of(_DAY, "validFrom", "生效日", "First day of effect"),
        _of(_DAY, "validTo", "到期日；现金不填", "Last day of effect; empty for cash", required=False),
    ),
    of_project=True,
)
DEPOSIT_DRAWN = MessageType(
    "DepositDrawn",
    Matter.DRAWS,
    Text("用保证金支付工资。", "Wages were paid out of a deposit."),
    (PROJECT, _DEPOSIT, _of(_DAY, "drawnOn", "动用日", "Day drawn"), _of(_MONEY, "amount", "金额，元", "Amount, yuan")),
    of_project=True,
)
DEPOSIT_REFILLED = MessageType(
    "DepositRefilled",
    Matter.DRAWS,
    Text("保证金补足。", "A deposit was made good."),
    (
        PROJECT,
        _DEPOSIT,
        _of(_DAY, "drawnOn", "所补的那次动用的日期", "Day of the draw that is made good"),
        _of(_DAY, "refilledOn", "补足日", "Day made good"),
    ),
    of_project=True,
)
FREEZE = MessageType(
    "Freeze",
    Matter.FREEZES,
    Text("专户被查封、冻结。", "An account was sealed or frozen."),
    (
        ACCOUNT,
        _text("freezeNo", "冻结编号", "Number of the freeze", longest=40),
        _of(_DAY, "frozenOn", "冻结日", "Day frozen"),
        _of(_MONEY, "amount", "冻结金额；不填为全额", "Amount; empty: all of it", required=False),
        _text("authority", "冻结机关", "By whom", required=False),
    ),
)
UNFREEZE = MessageType(
    "Unfreeze",
    Matter.FREEZES,
    Text("解除冻结。", "The freeze was lifted."),
    (
        ACCOUNT,
        _text("freezeNo", "冻结编号", "Number of the freeze", longest=40),
        _of(_DAY, "unfrozenOn", "解冻日", "Day lifted"),
    ),
)

TYPES: dict[str, MessageType] = {
    each.name: each
    for each in (
        ACCOUNT_OPENED,
        ACCOUNT_CLOSED,
        AGREEMENT_FILED,
        CARD_ISSUED,
        DEPOSIT_STORED,
        DEPOSIT_DRAWN,
        DEPOSIT_REFILLED,
        FREEZE,
        UNFREEZE,
        BATCH_ACCEPTED,
        LINE_RESULT,
        RETURNED,
        SETTLEMENT,
        MOVEMENT,
        BALANCE_DAILY,
    )
}
# The older name of the same message.
ALIASES = {"Guarantee": "DepositStored"}
