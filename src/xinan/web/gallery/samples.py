"""Made-up figures for the page of components. No person, project or account of these exists."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.rules.model import CHAIN, Addressee, Basis, Level, Link, Unit
from xinan.web.components.looks import Condition
from xinan.web.components.views import (
    AccountLine,
    AccountPoint,
    CellState,
    Choice,
    ClockView,
    Column,
    EvidenceTable,
    Facet,
    HeatCell,
    HeatRow,
    HeatTable,
    LinkState,
    MaskedPerson,
    MeasureView,
    PageView,
    Problem,
    Step,
    Tile,
)

TODAY = date(2026, 3, 20)
LAW = Basis(Text("《保障农民工工资支付条例》", "Regulation on Ensuring Wage Payment to Migrant Workers"), "26, 55")
PRACTICE = Basis(Text("吉林省平台运行规则", "Operating rules of the Jilin platform"), "W36", is_law=False)
_DAYS, _WORKING_DAYS = Text("日", "days"), Text("个工作日", "working days")


def chain() -> tuple[LinkState, ...]:
    """A chain in which each condition occurs."""
    return (
        LinkState(Link.FILING, Condition.CLEAR),
        LinkState(
            Link.ACCOUNT,
            Condition.WARNED,
            Level.RED,
            (Text("专户向非工人支出 12.0 万元", "¥120,000 left the account for someone who is no worker"),),
            2,
        ),
        LinkState(
            Link.DEPOSIT,
            Condition.WARNED,
            Level.ORANGE,
            (Text("保证金不足应缴的一半", "Less than half of the deposit"),),
            1,
        ),
        LinkState(
            Link.ROSTER, Condition.WARNED, Level.YELLOW, (Text("3 人未签劳动合同", "3 workers without a contract"),), 1
        ),
        LinkState(
            Link.FUNDING,
            Condition.WITHHELD,
            None,
            (Text("银行数据停在 3 月 2 日", "Nothing from the bank since 2 March"),),
        ),
        LinkState(
            Link.ATTENDANCE, Condition.PAUSED, None, (Text("冬季停工至 4 月 1 日", "Winter pause until 1 April"),)
        ),
        LinkState(
            Link.WAGES,
            Condition.NOT_DUE,
            None,
            (Text("2 月工资 3 月 25 日到期", "February wages fall due on 25 March"),),
        ),
    )


def states() -> tuple[LinkState, ...]:
    """A link in every condition and level."""
    levels = tuple(LinkState(Link.WAGES, Condition.WARNED, level, (), 1) for level in reversed(Level))
    others = tuple(LinkState(Link.WAGES, condition) for condition in Condition if condition is not Condition.WARNED)
    return levels + others


def quiet_chain() -> tuple[LinkState, ...]:
    """A chain in order."""
    return tuple(LinkState(link, Condition.CLEAR) for link in CHAIN)


def clocks() -> tuple[ClockView, ...]:
    """A clock in every state."""
    opening = Text("开立工资专户", "Open the wage account")
    made = [
        (opening, -5, 30, _DAYS, None, False, False),
        (opening, -20, 30, _DAYS, None, False, False),
        (opening, -30, 30, _DAYS, None, False, False),
        (opening, -41, 30, _DAYS, None, False, False),
        (opening, -60, 30, _DAYS, -35, False, False),
        (opening, -60, 30, _DAYS, -22, False, False),
        (Text("现场考勤", "Attendance on site"), -12, 15, _DAYS, None, True, False),
        (Text("存储保证金", "Lodge the deposit"), -8, 29, _WORKING_DAYS, None, False, True),
    ]
    return tuple(
        ClockView(
            title=title,
            starts_on=TODAY + timedelta(days=began),
            due_on=TODAY + timedelta(days=began + length),
            length=20 if unit is _WORKING_DAYS else length,
            unit=unit,
            law=LAW,
            today=TODAY,
            met_on=TODAY + timedelta(days=met) if met is not None else None,
            paused=paused,
            provisional=provisional,
        )
        for title, began, length, unit, met, paused, provisional in made
    )


def people() -> tuple[MaskedPerson, ...]:
    """Masked, without the right to unmask, and unmasked."""
    return (
        MaskedPerson("sample-1", "王**", "2201**********123X", "138****0021", reveal_url="/components/"),
        MaskedPerson("sample-2", "李*"),
        MaskedPerson("sample-3", "样本甲", "220104199001010011", "13800000021", revealed=True),
    )


def evidence() -> EvidenceTable:
    """Rows with a person, figures, a date and a gap."""
    person = people()[0]
    return EvidenceTable(
        title=Text("未足额发放的工人", "Workers paid too little"),
        columns=(
            Column("worker_id", Text("工人", "Worker")),
            Column("wage_month", Text("工资月份", "Wage month")),
            Column("days", Text("有效出勤", "Valid days"), numeric=True),
            Column("payable", Text("应发", "Payable"), numeric=True),
            Column("paid", Text("已发", "Paid"), numeric=True),
            Column("paid_on", Text("发放日", "Paid on")),
        ),
        rows=(
            (person.worker_id, "2026-01", 22, Decimal("6600.00"), Decimal("4000.00"), date(2026, 2, 25)),
            (person.worker_id, "2026-02", 14, Decimal("4200.00"), Decimal(0), None),
        ),
        total=12,
        people={person.worker_id: person},
        worker_column=0,
    )


def no_evidence() -> EvidenceTable:
    """A finding that rests on the absence of rows."""
    return EvidenceTable(Text("专户流水", "Account entries"), (Column("booked_on", Text("日期", "Date")),), (), 0)


def heat() -> HeatTable:
    """Every cell state and depth."""
    months = ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02")
    rows = (
        (CellState.PAID, 24, 7200, 7200),
        (CellState.PAID, 16, 4800, 4800),
        (CellState.SHORT, 9, 2700, 1500),
        (CellState.UNPAID, 22, 6600, 0),
        (CellState.NOT_DUE, 12, 3600, 0),
    )
    cells = tuple(
        HeatCell(month, days, Decimal(payable), Decimal(paid), state)
        for month, (state, days, payable, paid) in zip(months, rows, strict=True)
    )
    other = (
        HeatCell(months[0]),
        HeatCell(months[1], 5, Decimal(1500), Decimal(1500), CellState.PAID),
        HeatCell(months[2], 20, None, Decimal(0), CellState.NO_PAYROLL),
        HeatCell(months[3], 21, Decimal(6300), Decimal(6300), CellState.PAID),
        HeatCell(months[4], 13, None, Decimal(0), CellState.NOT_DUE),
    )
    totals = tuple(
        HeatCell(month, first.days + second.days, Decimal(9000), Decimal(8000), first.state)
        for month, first, second in zip(months, cells, other, strict=True)
    )
    return HeatTable(months, (HeatRow(people()[0], "木工一班", cells), HeatRow(people()[1], "钢筋班", other)), totals)


def account() -> AccountLine:
    """A balance that falls below what is due."""
    start = date(2025, 9, 1)
    balances = (0, 820_000, 640_000, 960_000, 310_000, 120_000, 540_000, 90_000)
    dues = (0, 0, 420_000, 0, 330_000, 380_000, 0, 260_000)
    return AccountLine(
        tuple(
            AccountPoint(start + timedelta(days=25 * n), Decimal(balance), Decimal(due))
            for n, (balance, due) in enumerate(zip(balances, dues, strict=True))
        )
    )


def tiles() -> tuple[Tile, ...]:
    """With and without a level, a link, a note."""
    return (
        Tile(Level.RED.title, 12, Text("比上周少 3", "3 fewer than last week"), Level.RED, "?level=red", active=True),
        Tile(Level.ORANGE.title, 31, None, Level.ORANGE, "?level=orange"),
        Tile(Level.YELLOW.title, 77, None, Level.YELLOW, "?level=yellow"),
        Tile(Level.BLUE.title, 140, None, Level.BLUE, "?level=blue"),
        Tile(Level.GREY.title, 9, None, Level.GREY, "?level=grey"),
        Tile(Text("涉及工人", "Workers affected"), "1,204", Text("去重", "each counted once"), unit=Text("人", "")),
    )


def facet() -> Facet:
    """Choices with counts, a chosen one with its places."""
    counties = (
        Choice("220104", Text("朝阳区", "Chaoyang District"), 12, chosen=True),
        Choice("220102", Text("南关区", "Nanguan District"), 9),
    )
    return Facet(
        "sample",
        Text("地区", "Place"),
        (
            Choice("220100", Text("长春市", "Changchun City"), 42, children=counties),
            Choice("220200", Text("吉林市", "Jilin City"), 17),
            Choice("220400", Text("辽源市", "Liaoyuan City"), 0),
        ),
    )


def steps() -> tuple[Step, ...]:
    """Every state of a step."""
    return (
        Step(Text("读取文件", "Reading the file"), "done"),
        Step(Text("逐行校验", "Checking each row"), "current", Text("已校验 61,200 行", "61,200 rows so far")),
        Step(Text("写入", "Writing"), "waiting"),
        Step(Text("重新研判", "Evaluating again"), "failed", Text("将自动重试", "Will be tried again")),
    )


def measures() -> tuple[MeasureView, ...]:
    """A figure in every unit."""
    return (
        MeasureView(Text("逾期", "Overdue"), 41, Unit.DAYS),
        MeasureView(Text("涉及工人", "Workers"), 45, Unit.PEOPLE),
        MeasureView(Text("未付", "Unpaid"), Decimal("1230450.50"), Unit.YUAN),
        MeasureView(Text("占比", "Share"), Decimal("0.1825"), Unit.SHARE),
        MeasureView(Text("笔数", "Entries"), 3, Unit.COUNT),
        MeasureView(Text("到期日", "Due on"), date(2026, 2, 25), Unit.DATE),
    )


def page() -> PageView:
    """The middle of a long list."""
    return PageView(7, 50, 1597)


def problem() -> Problem:
    """An error as a reader meets it."""
    return Problem(
        Text("第 14 行“身份证号”的校验码不对。", "Row 14: the check character of “身份证号” is wrong."),
        Text(
            "应为 18 位，末位按 GB 11643 计算；请核对原件。",
            "It must have 18 characters, the last by GB 11643; look at the original.",
        ),
        "identity-checksum",
    )


ADDRESSEES = tuple(Addressee)
MOMENT = datetime(2026, 3, 20, 9, 30, tzinfo=CHINA)
