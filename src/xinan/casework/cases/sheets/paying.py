"""The order to pay, and the extra compensation once it was missed (劳动保障监察条例第26条)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from xinan.casework.cases.sheets.facts import OpenWages, OpenWorker, open_wages, wages_shown
from xinan.casework.law.amounts import extra_compensation, extra_compensation_bounds
from xinan.casework.law.penalties import Bounds
from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import format_yuan
from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.reckoning import day_of
from xinan.procedures.sheets import Answer, Kept, Kind, Question, Sheet, Shown, WrongAnswer, plain

_LAW: Final = Text("依据", "Law")
_BY_WORKER: Final = Text("逐人金额", "Worker by worker")
_WORKER: Final = Text("工人", "Worker")
_OPEN: Final = Text("仍欠", "Still owed")
_AMOUNT: Final = Text("责令支付的金额（元）", "Amount ordered (yuan)")
_LESS: Final = Text("少于仍欠金额的理由", "Why it is less than what is owed")
_HUNDRED: Final = Decimal(100)


class PayOrder:
    """The amount ordered is what the case's own sums say is open; less takes a word, more is refused."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """The sums of the case, worker by worker, and their total as the amount proposed."""
        wages = open_wages(proceeding)
        law = Text(
            "劳动保障监察条例第26条；保障农民工工资支付条例第42条",
            "Regulation on labour inspection art. 26; regulation on wages art. 42",
        )
        hint = Text(
            f"不超过仍欠的 {format_yuan(wages.total)}；按逐人核定的金额拟定。",
            f"At most the {format_yuan(wages.total)} still owed; proposed from the sums of the workers.",
        )
        asked = Question("amount", _AMOUNT, Kind.MONEY, hint=hint, initial=_text(wages.total))
        why = Question(
            "why_less",
            _LESS,
            Kind.WORDS,
            required=False,
            hint=Text("责令的金额少于仍欠金额时填写。", "Where less is ordered than is still owed."),
        )
        shown = (*wages_shown(wages), Shown(_LAW, law))
        return Sheet((asked, why), shown, _BY_WORKER, (_WORKER, _OPEN), tuple(_row(each) for each in wages.workers))

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """Refused: no sums, nothing, more than is open, less without a reason."""
        wages, amount = open_wages(proceeding), answers["amount"]
        assert isinstance(amount, Decimal)  # noqa: S101 narrows what the engine read
        if not wages.workers:
            raise _nothing_open("amount", wages)
        if not 0 < amount <= wages.total:
            raise WrongAnswer(
                "amount",
                "pay-order-amount",
                Text(
                    f"责令支付 {format_yuan(amount)}，本案逐人核定仍欠 {format_yuan(wages.total)}。",
                    f"{format_yuan(amount)} is ordered; the sums of the workers come to {format_yuan(wages.total)}.",
                ),
                Text(
                    f"填写大于零、不超过 {format_yuan(wages.total)} 的金额；欠薪更多的，先在案件中核定到人。",
                    f"Give more than nothing and at most {format_yuan(wages.total)}; where more is owed, settle it by worker first.",
                ),
            )
        if amount < wages.total and not answers["why_less"]:
            raise WrongAnswer(
                "why_less",
                "pay-order-less",
                Text(
                    f"责令支付 {format_yuan(amount)}，少于仍欠的 {format_yuan(wages.total)}，没有写明理由。",
                    f"{format_yuan(amount)} is less than the {format_yuan(wages.total)} still owed, and no reason is given.",
                ),
                Text(
                    f"写明理由，或改为 {format_yuan(wages.total)}。", f"Say why, or order {format_yuan(wages.total)}."
                ),
            )
        lines = [(_AMOUNT, _yuan(amount)), (Text("工人", "Workers"), _count(wages))]
        why = answers["why_less"]
        if isinstance(why, str):
            lines.append((_LESS, plain(why)))
        return Kept({"amount": _text(amount), "workers": str(len(wages.workers))}, lines)


@dataclass(frozen=True, slots=True)
class _Extra:
    """One worker's extra compensation at its least and its most."""

    worker: OpenWorker
    bounds: Bounds


class ExtraCompensation:
    """50 to 100 % of what was ordered, missed and is still owed, reckoned worker by worker."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """The least and the most for each worker and in all."""
        wages = open_wages(proceeding)
        extras = [_Extra(each, extra_compensation_bounds(each.amount, on=day_of(now))) for each in wages.workers]
        least = sum((each.bounds.least for each in extras), Decimal(0))
        most = sum((each.bounds.most for each in extras), Decimal(0))
        bounds = Text(
            f"应付金额的 50% 至 100%，即 {format_yuan(least)} 至 {format_yuan(most)}",
            f"50 to 100 % of what is owed: {format_yuan(least)} to {format_yuan(most)}",
        )
        law = Text("劳动保障监察条例第26条；劳动合同法第85条", "Labour inspection art. 26; Labour Contract Law art. 85")
        asked = Question(
            "share",
            Text("加付比例（%）", "Share (%)"),
            Kind.PERCENT,
            hint=Text(f"{bounds.zh}。", f"{bounds.en}."),
            initial="50",
        )
        rows = tuple(
            (plain(each.worker.name), *map(_yuan, (each.worker.amount, each.bounds.least, each.bounds.most)))
            for each in extras
        )
        heads = (_WORKER, _OPEN, Text("50%", "50 %"), Text("100%", "100 %"))
        shown = (*wages_shown(wages), Shown(Text("法定幅度", "Bounds"), bounds), Shown(_LAW, law))
        return Sheet((asked,), shown, _BY_WORKER, heads, rows)

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """Refused: nothing open, outside 50 to 100 %, a second time."""
        wages, percent = open_wages(proceeding), answers["share"]
        assert isinstance(percent, Decimal)  # noqa: S101 narrows what the engine read
        if Step.objects.filter(proceeding=proceeding, move=move).exists():
            raise WrongAnswer(
                "share",
                "extra-twice",
                Text("本案已责令加付赔偿金。", "Extra compensation was ordered before."),
                Text("逾期仍不履行的，转入处罚或申请法院强制执行。", "Go on to a penalty, or to the court."),
            )
        if not wages.workers:
            raise _nothing_open("share", wages)
        try:
            parts = [
                extra_compensation(each.amount, share=percent / _HUNDRED, on=day_of(now)) for each in wages.workers
            ]
        except InvalidValue as error:
            raise WrongAnswer.because("share", error) from error
        amount = sum(parts, Decimal(0))
        values = {"share": _text(percent), "owed": _text(wages.total), "amount": _text(amount)}
        lines = [
            (Text("加付比例", "Share"), Text(f"{percent}%", f"{percent} %")),
            (Text("加付赔偿金", "Extra compensation"), _yuan(amount)),
            (Text("仍欠工资", "Still owed"), _yuan(wages.total)),
            (Text("工人", "Workers"), _count(wages)),
        ]
        return Kept(values, lines)


def _nothing_open(question: str, wages: OpenWages) -> WrongAnswer:
    if not wages.entered:
        what = Text("本案尚未登记工人和欠薪金额。", "No worker and no sum is entered in the case.")
        return WrongAnswer(
            question,
            "wages-not-settled",
            what,
            Text("先在案件中登记工人、核定欠薪。", "Enter the workers and settle what is owed first."),
        )
    return WrongAnswer(
        question,
        "wages-not-open",
        Text(
            "按银行数据，本案工资已全部付清，或者欠薪尚未核定。",
            "By the banks' data nothing is open, or no sum is settled.",
        ),
        Text(
            "已付清的登记已支付；尚未核定的先核定到人。",
            "Record that it is paid; where no sum is settled, settle it first.",
        ),
    )


def _row(worker: OpenWorker) -> tuple[Text, Text]:
    return plain(worker.name), _yuan(worker.amount)


def _yuan(amount: Decimal) -> Text:
    return plain(format_yuan(amount))


def _count(wages: OpenWages) -> Text:
    return Text(f"{len(wages.workers)} 人", f"{len(wages.workers)}")


def _text(amount: Decimal) -> str:
    return f"{amount:f}"
