"""Whether a case goes to the police: the amounts, the order to pay, the refusal (刑法276条之一, 法释〔2013〕3号)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from xinan.casework.cases.sheets.facts import OpenWages, missed_on, open_wages, steps_in_case, wages_shown
from xinan.casework.law.crime import CrimeFacts, CrimeView, Likelihood, Refused, crime
from xinan.casework.law.parameters import Book, known, value_on
from xinan.casework.lawbook.queries import current_law
from xinan.kernel.errors import NotAllowed
from xinan.kernel.money import format_yuan
from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of
from xinan.procedures.sheets import Answer, Choice, Kept, Kind, Question, Sheet, Shown, WrongAnswer, plain

_INSPECTION: Final = "inspection"
_ABSCONDED: Final = "absconded"
_MEANS: Final = {
    "able": Text("有能力支付而不支付", "Able to pay and does not"),
    _ABSCONDED: Text("逃匿", "Absconded"),
    "hidden": Text("转移财产", "Hid assets"),
}
_LIKELY: Final = {
    Likelihood.NONE: Text("未达到数额较大的标准", "The amounts are not reached"),
    Likelihood.POSSIBLE: Text("在法定幅度之内，可能达到", "Within the statutory range: possibly reached"),
    Likelihood.CERTAIN: Text("已达到", "Reached"),
}
_TONES: Final = {Likelihood.NONE: "bad", Likelihood.POSSIBLE: "unset", Likelihood.CERTAIN: "ok"}
_AMOUNTS: Final = Text("数额", "Amounts")
_ORDER: Final = Text("责令支付", "Order to pay")
_MISSING: Final = Text("尚缺的条件", "Still missing")
_REFUSAL: Final = Text("拒不支付的情形", "How they refuse")


@dataclass(frozen=True, slots=True)
class _Order:
    """An order to pay that was missed, in the case's inspection; and whether absconding was found there."""

    missed_on: date | None
    absconded: bool


class Crime:
    """The thresholds against the case's facts, what is missing of the conditions, and the grounds where they leave room."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """The amounts held against each threshold, the order, the refusal; asked is what the facts do not show."""
        wages, order, book = open_wages(proceeding), _order(proceeding, now=now), current_law()
        ordered = order.missed_on is not None
        view = _view(proceeding, wages, ordered=ordered, means=order.absconded, now=now, book=book)
        shown = (
            *wages_shown(wages),
            Shown(_AMOUNTS, _amounts(view), _TONES[view.likelihood]),
            *_thresholds(proceeding, wages, now=now, book=book),
            _order_shown(order),
            *(Shown(_MISSING, said, "bad") for said in view.missing),
        )
        if move != "report":
            return Sheet(shown=shown)
        return Sheet(tuple(_questions(order, view)), shown)

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """Refused: amounts that are not reached, no order that was missed, absconding that nobody found."""
        wages, order, book = open_wages(proceeding), _order(proceeding, now=now), current_law()
        elsewhere = answers.get("order_paper")
        ordered = order.missed_on is not None or isinstance(elsewhere, str)
        means = str(answers.get("means") or "")
        view = _view(proceeding, wages, ordered=ordered, means=bool(means), now=now, book=book)
        if view.likelihood is Likelihood.NONE:
            raise _not_reached(wages, _thresholds(proceeding, wages, now=now, book=book))
        lines = [(_AMOUNTS, _amounts(view))]
        if move != "report":
            return Kept({"likelihood": view.likelihood.value}, lines)
        lines.append((_ORDER, _ordered(order, answers, today=day_of(now))))
        if means == _ABSCONDED and not order.absconded:
            raise _nobody_absconded()
        lines.append((_REFUSAL, _MEANS[means]))
        ground = answers.get("ground")
        if view.likelihood is Likelihood.POSSIBLE and isinstance(ground, str):
            lines.append((Text("所依据的数额标准", "The figure gone by"), plain(ground)))
        return Kept({"likelihood": view.likelihood.value, "means": means, "owed": f"{wages.total:f}"}, lines)


def _questions(order: _Order, view: CrimeView) -> list[Question]:
    asked = []
    if order.missed_on is None:
        asked += [
            Question(
                "order_paper",
                Text("责令支付文书（名称、文号）", "The order to pay (name, number)"),
                Kind.WORDS,
                hint=Text(
                    "本案监察程序中没有逾期未履行的责令支付；由其他机关责令的，写明文书。没有责令支付的，不能移送（法释〔2013〕3号第4条）。",
                    "The case's inspection shows no order that was missed; where another authority ordered it, name the paper. "
                    "Without an order there is no transfer (fa shi 2013 no. 3 art. 4).",
                ),
            ),
            Question(
                "order_until",
                Text("责令支付的期限", "Until when it had to be paid"),
                Kind.DAY,
                hint=Text("须已届满。", "It has to be over."),
            ),
        ]
    asked.append(
        Question(
            "means",
            _REFUSAL,
            Kind.CHOICE,
            hint=Text(
                "刑法第276条之一；逃匿以监察程序中的认定为准。",
                "Criminal Law art. 276a; absconding as found in the inspection.",
            ),
            choices=tuple(Choice(code, name) for code, name in _MEANS.items()),
            initial=_ABSCONDED if order.absconded else "",
        )
    )
    if view.likelihood is Likelihood.POSSIBLE:
        asked.append(
            Question(
                "ground",
                Text("所依据的数额标准", "The figure gone by"),
                Kind.WORDS,
                hint=Text(
                    "本省数额标准未录入，数额在法定幅度之内：写明依据哪一标准认为数额较大。",
                    "The province's amount is not entered and the sum lies within the range: say by which figure it is large.",
                ),
            )
        )
    return asked


def _view(
    proceeding: Proceeding, wages: OpenWages, *, ordered: bool, means: bool, now: datetime, book: Book
) -> CrimeView:
    workers = [Refused(each.amount, Decimal(each.months)) for each in wages.workers]
    return crime(CrimeFacts(workers, proceeding.region_code, day_of(now), ordered, means, book))


def _order(proceeding: Proceeding, *, now: datetime) -> _Order:
    steps = steps_in_case(proceeding, _INSPECTION, ("order_pay", "order_extra", "serve_order", "deem_absconded"))
    absconded = [step for step in steps if step.move == "deem_absconded"]
    served = {step.proceeding_id: step.proceeding for step in steps if step.move == "serve_order"}
    missed = [day for one in served.values() if (day := missed_on(one, "performance", now=now)) is not None]
    return _Order(max(missed, default=None), bool(absconded))


def _order_shown(order: _Order) -> Shown:
    if order.missed_on is not None:
        words = Text(
            f"监察程序已责令支付并送达，{order.missed_on} 届满未支付",
            f"Ordered and served in the inspection; not paid by {order.missed_on}",
        )
        return Shown(_ORDER, words, "ok")
    words = Text(
        "本案监察程序中没有已送达、逾期未履行的责令支付", "The inspection has no order that was served and missed"
    )
    return Shown(_ORDER, words, "bad")


def _amounts(view: CrimeView) -> Text:
    likely = _LIKELY[view.likelihood]
    if not view.why:
        return likely
    zh, en = "；".join(each.zh for each in view.why), "; ".join(each.en for each in view.why)
    return Text(f"{likely.zh}：{zh}", f"{likely.en}: {en}")


def _thresholds(proceeding: Proceeding, wages: OpenWages, *, now: datetime, book: Book) -> tuple[Shown, ...]:
    """Both thresholds with the case's own figures beside them, and what it means where the province's is not known."""
    on = day_of(now)
    months, workers = known("crime_months", on=on, book=book), known("crime_workers", on=on, book=book)
    long = [each.amount for each in wages.workers if each.months >= months]
    one, many = max(long, default=Decimal(0)), len(wages.workers)
    single = Text(
        f"一人拖欠 {months} 个月以上的，本案最高 {format_yuan(one)}",
        f"One worker, {months} months or more: {format_yuan(one)} at most in this case",
    )
    several = Text(
        f"{workers} 人以上的合计数额，本案 {many} 人 {format_yuan(wages.total)}",
        f"{workers} workers or more in all: {many} with {format_yuan(wages.total)} in this case",
    )
    return tuple(
        _threshold(code, name, region_code=proceeding.region_code, on=on, book=book)
        for code, name in (("crime_one_worker", single), ("crime_many", several))
    )


def _threshold(code: str, name: Text, *, region_code: str, on: date, book: Book) -> Shown:
    own = value_on(code, on=on, region_code=region_code, book=book)
    if own is not None:
        return Shown(name, Text(f"本地标准 {format_yuan(own)}", f"The place's figure is {format_yuan(own)}"))
    least, most = known(f"{code}_least", on=on, book=book), known(f"{code}_most", on=on, book=book)
    words = Text(
        f"本省标准未录入；法定幅度 {format_yuan(least)} 至 {format_yuan(most)}：达到上限的确定，幅度之内的为可能",
        f"The province's figure is not entered; range {format_yuan(least)} to {format_yuan(most)}: "
        "certain from the upper end, possible within",
    )
    return Shown(name, words, "unset")


def _ordered(order: _Order, answers: Mapping[str, Answer], *, today: date) -> Text:
    if order.missed_on is not None:
        return Text(f"{order.missed_on} 届满未支付", f"Not paid by {order.missed_on}")
    paper, until = answers["order_paper"], answers["order_until"]
    assert isinstance(until, date)  # noqa: S101 narrows what the engine read
    if until >= today:
        raise WrongAnswer(
            "order_until",
            "order-not-over",
            Text(
                f"责令支付的期限 {until} 尚未届满，今天是 {today}。", f"The order runs until {until}; today is {today}."
            ),
            Text(f"{until} 之后仍不支付的再移送。", f"Come back after {until} where it is still not paid."),
        )
    return Text(f"{paper}，{until} 届满未支付", f"{paper}, not paid by {until}")


def _nobody_absconded() -> WrongAnswer:
    return WrongAnswer(
        "means",
        "absconding-not-found",
        Text("本案没有认定逃匿的记录。", "Nobody was found to have absconded in this case."),
        Text(
            "先在监察程序中“认定逃匿”（附通知记录），或者选择其他情形。",
            "Make “Find that they absconded” in the inspection first, or choose another way.",
        ),
    )


def _not_reached(wages: OpenWages, thresholds: tuple[Shown, ...]) -> NotAllowed:
    zh = "；".join(f"{each.name.zh}（{each.value.zh}）" for each in thresholds)
    en = "; ".join(f"{each.name.en} ({each.value.en})" for each in thresholds)
    return NotAllowed(
        "crime-not-reached",
        Text(f"未达到拒不支付劳动报酬罪的数额标准：{zh}。", f"The amounts of the crime are not reached: {en}."),
        Text(
            "核实欠薪是否已逐人登记；确未达到的，办理“核实不构成”或“不批准移送”，继续监察程序。",
            "See whether every worker's sum is entered; where it is not reached, end the transfer and go on with the inspection.",
        ),
    )
