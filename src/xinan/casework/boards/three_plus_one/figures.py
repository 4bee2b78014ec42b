"""Every figure of the board, in words and as the rows it counts; the page, the rows behind it and the guide say the same."""

from typing import Final

from xinan.casework.boards.three_plus_one import cases, channels, dangers, relief
from xinan.casework.boards.three_plus_one.model import Figure, Kind, Pillar
from xinan.kernel.text import Text

_D, _C, _K, _R = Pillar.DANGERS, Pillar.CHANNELS, Pillar.CASES, Pillar.RELIEF

FIGURES: Final = (
    Figure(
        "raised",
        _D,
        Text("推送预警", "Warnings pushed"),
        Text(
            "期内推送的预警，一次处置计一条；并入更重预警而从未推送的不计。",
            "Warnings pushed in the span, each handling once; what was merged and never pushed does not count.",
        ),
        Kind.COUNT,
        dangers.raised,
    ),
    Figure(
        "verified",
        _D,
        Text("核实预警", "Verified"),
        Text(
            "期内由办案人员核实（通过或退回）的预警，一次处置计一条，计在首次核实日。",
            "Warnings verified by an officer in the span, accepted or sent back; each once, on the first day.",
        ),
        Kind.COUNT,
        dangers.verified,
    ),
    Figure(
        "cured",
        _D,
        Text("消除预警", "Cured"),
        Text("期内由数据消除或凭证据核销的预警。", "Warnings cured by the data or by evidence in the span."),
        Kind.COUNT,
        dangers.cured,
    ),
    Figure(
        "behind",
        _D,
        Text("查出背后问题", "Found behind arrears"),
        Text(
            "期内在“一案双查”第二条线上认定有问题的案件，一案计一件。",
            "Cases whose second track found something in the span, each once.",
        ),
        Kind.COUNT,
        dangers.found_behind,
    ),
    Figure(
        "received",
        _C,
        Text("接收线索", "Clues received"),
        Text(
            "期内各渠道收到的线索；并入其他线索的计在并入后的那一条。",
            "Clues received in the span by any channel; a merged one counts where it went.",
        ),
        Kind.COUNT,
        channels.received,
    ),
    Figure(
        "contact",
        _C,
        Text("首次联系用时", "Days to first contact"),
        Text(
            "期内收到的线索中已联系工人的，从收到到首次联系的日历天数，取中位数。",
            "Of the clues received in the span whose worker was spoken to, calendar days until then; the median.",
        ),
        Kind.DAYS,
        channels.first_contact,
    ),
    Figure(
        "satisfied",
        _C,
        Text("回访满意率", "Satisfied"),
        Text(
            "期内回访到的工人中，最后一次答复为满意或基本满意的占比；未联系上的不计。",
            "Of the workers reached when called back in the span, the share satisfied at the last call; nobody reached does not count.",
        ),
        Kind.SHARE,
        channels.satisfied,
    ),
    Figure(
        "opened",
        _K,
        Text("立案", "Cases opened"),
        Text("期内登记的案件。", "Cases opened in the span."),
        Kind.COUNT,
        cases.opened,
    ),
    Figure(
        "closed",
        _K,
        Text("结案", "Cases closed"),
        Text(
            "期内案结事了的案件；撤案的不计，重新办理后再次结案的再计一次。",
            "Cases closed for good in the span; cancelled ones do not count, one closed again counts again.",
        ),
        Kind.COUNT,
        cases.closed,
    ),
    Figure(
        "in-time",
        _K,
        Text("按期结案率", "Closed in time"),
        Text(
            "期内结案的案件中，在规定的一个月（含批准的中止和延长）内办结的占比。",
            "Of the cases closed in the span, the share within the month allowed, with pauses and extensions granted.",
        ),
        Kind.SHARE,
        cases.in_time,
    ),
    Figure(
        "recovered-workers",
        _K,
        Text("追回工资人数", "Workers paid"),
        Text(
            "期内结案的案件中，欠薪已由银行付清（或例外经批准）的工人。",
            "Workers of the cases closed in the span whose wages banks have paid, or for whom an exception was approved.",
        ),
        Kind.WORKERS,
        cases.recovered,
    ),
    Figure(
        "recovered",
        _K,
        Text("追回工资", "Wages recovered"),
        Text(
            "期内结案的案件中，银行已支付的欠薪；企业自己说已付的不计。",
            "What banks have paid of the wages owed in the cases closed in the span; what a firm says it paid does not count.",
        ),
        Kind.MONEY,
        cases.recovered,
    ),
    Figure(
        "ordered",
        _K,
        Text("责令支付", "Orders to pay"),
        Text("期内作出的责令支付和加付赔偿金决定。", "Orders to pay made in the span, and of extra compensation."),
        Kind.COUNT,
        cases.ordered,
    ),
    Figure(
        "penalised",
        _K,
        Text("行政处罚", "Penalties"),
        Text("期内作出的行政处罚决定。", "Penalties decided in the span."),
        Kind.COUNT,
        cases.penalised,
    ),
    Figure(
        "police",
        _K,
        Text("移送公安", "To the police"),
        Text("期内送交公安机关的涉嫌犯罪案件。", "Suspected crimes sent to the police in the span."),
        Kind.COUNT,
        cases.to_police,
    ),
    Figure(
        "listed",
        _K,
        Text("列入失信名单", "Listed"),
        Text(
            "期内作出的列入拖欠农民工工资失信联合惩戒对象名单的决定。",
            "Decisions in the span to put a firm on the joint-punishment list.",
        ),
        Kind.COUNT,
        cases.listed,
    ),
    Figure(
        "drawn-workers",
        _R,
        Text("保证金惠及人数", "Workers paid from deposits"),
        Text(
            "期内用工资保证金支付的工人，同一事项同日计一次。",
            "Workers paid from deposits in the span, once for each relief and day.",
        ),
        Kind.WORKERS,
        relief.drawn,
    ),
    Figure(
        "drawn",
        _R,
        Text("动用保证金", "Paid from deposits"),
        Text("期内用工资保证金支付给工人的金额。", "What workers were paid from deposits in the span."),
        Kind.MONEY,
        relief.drawn,
    ),
    Figure(
        "funded-workers",
        _R,
        Text("周转金惠及人数", "Workers paid from funds"),
        Text(
            "期内用应急周转金垫付的工人，同一事项同日计一次。",
            "Workers paid from emergency funds in the span, once for each relief and day.",
        ),
        Kind.WORKERS,
        relief.funded,
    ),
    Figure(
        "funded",
        _R,
        Text("应急周转金垫付", "Paid from funds"),
        Text("期内用应急周转金垫付给工人的金额。", "What workers were paid from emergency funds in the span."),
        Kind.MONEY,
        relief.funded,
    ),
    Figure(
        "advanced",
        _R,
        Text("先行清偿", "Paid in advance"),
        Text("期内由清偿责任单位先行支付并已登记的金额。", "What the liable firms paid ahead in the span, as entered."),
        Kind.MONEY,
        relief.advanced,
    ),
    Figure(
        "back",
        _R,
        Text("已追偿", "Recovered for funds"),
        Text(
            "期内向欠薪单位追回、归还周转金的金额。",
            "What came back to the funds in the span from whoever owed the wages.",
        ),
        Kind.MONEY,
        relief.recovered,
    ),
)

# Said on the page: what is kept to members is in nobody else's sums.
WHOSE: Final = Text(
    "只计入您有权查看的事项：仅对成员公开的案件（专案组）只计入其成员看到的合计，所以上下级看到的数字可能不同。",
    "Only what is open to you counts: a case kept to its members is in its members' sums alone, so two offices may see different figures.",
)


def find_figure(code: str) -> Figure | None:
    """The figure of this code."""
    return next((figure for figure in FIGURES if figure.code == code), None)
