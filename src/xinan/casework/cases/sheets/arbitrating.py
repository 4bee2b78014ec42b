"""Arbitration: which track is open, which award is final, how many make it collective."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from xinan.casework.cases.sheets.facts import open_wages, wages_shown
from xinan.casework.law.amounts import final_award_limit, may_be_simplified, simplified_limit
from xinan.casework.law.parameters import Book, known
from xinan.casework.law.people import check_representatives, is_collective
from xinan.casework.lawbook.queries import current_law
from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import format_yuan
from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of
from xinan.procedures.sheets import Answer, Choice, Kept, Kind, Question, Sheet, Shown, WrongAnswer, plain

_LAW: Final = Text("依据", "Law")
_CONDITIONS: Final = {
    "undisputed": Text("事实清楚、权利义务关系明确、争议不大", "Clear and hardly disputed"),
    "amount": Text("标的额不超过上年度职工平均工资", "The amount does not exceed the average wage of the year before"),
    "agreed": Text("双方当事人同意", "Both sides agree"),
}
_LARGEST: Final = Text("各项请求中的最高金额（元）", "The largest item of the award (yuan)")
_CLAIM: Final = Text("标的额（元）", "Amount in dispute (yuan)")
_WORKERS: Final = Text("同一请求的劳动者人数", "Workers with the same claim")
_REPRESENTATIVES: Final = Text("推举的代表人数", "Representatives chosen")


class FastTrack:
    """One of the conditions of the simplified procedure, the amount held against the province's figure."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """The limit, or that it is not known; which condition holds."""
        wages, limit = open_wages(proceeding), _limit(proceeding, now=now, book=current_law())
        law = Text("劳动人事争议仲裁办案规则第56条", "Arbitration rules art. 56")
        condition = Question(
            "condition",
            Text("适用速裁的理由", "Why the fast track is open"),
            Kind.CHOICE,
            hint=Text("符合其中一项即可（第56条）。", "One of them is enough (art. 56)."),
            choices=tuple(Choice(code, name) for code, name in _CONDITIONS.items()),
            initial="amount" if limit is not None and 0 < wages.total <= limit else "",
        )
        amount = Question(
            "amount",
            _CLAIM,
            Kind.MONEY,
            hint=Text("按本案仍欠金额拟定。", "Proposed from what the case still owes."),
            initial=f"{wages.total:f}",
        )
        shown = (*wages_shown(wages), _limit_shown(limit), Shown(_LAW, law))
        return Sheet((condition, amount), shown)

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """Refused: by the amount where it is too large, or where nobody knows the figure."""
        condition, amount = str(answers["condition"]), answers["amount"]
        assert isinstance(amount, Decimal)  # noqa: S101 narrows what the engine read
        book = current_law()
        may, why = may_be_simplified(
            amount,
            region_code=proceeding.region_code,
            on=day_of(now),
            undisputed=condition == "undisputed",
            both_agree=condition == "agreed",
            book=book,
        )
        if not may:
            raise _too_large(amount, _limit(proceeding, now=now, book=book))
        lines = [(Text("适用速裁的理由", "Why the fast track is open"), why), (_CLAIM, plain(format_yuan(amount)))]
        return Kept({"condition": condition, "amount": f"{amount:f}"}, lines)


class Award:
    """Whether the award is final: its largest item against twelve months of the place's minimum wage."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """The limit of the place on that day; the largest item, proposed from the sums of the workers."""
        wages, limit = open_wages(proceeding), final_award_limit(proceeding.region_code, on=day_of(now))
        said = Text(
            f"每项不超过 {format_yuan(limit)}（当地月最低工资 12 个月，{day_of(now)}）的为终局",
            f"Final up to {format_yuan(limit)} an item (12 times the local monthly minimum wage, {day_of(now)})",
        )
        largest = Question(
            "largest",
            _LARGEST,
            Kind.MONEY,
            hint=Text(f"终局限额 {format_yuan(limit)}。", f"The limit is {format_yuan(limit)}."),
            initial=f"{wages.largest:f}" if wages.workers else "",
        )
        asked = [largest]
        if move == "award":
            asked.append(
                Question(
                    "other_items",
                    Text("不属于终局的其他请求", "Items that are not final by themselves"),
                    Kind.WORDS,
                    required=False,
                    hint=Text(
                        "金额在限额以内而作非终局裁决的，写明是哪些请求。",
                        "Where the amounts are within the limit, say which items make it an ordinary award.",
                    ),
                )
            )
        law = Text("劳动争议调解仲裁法第47条", "Law on mediation and arbitration art. 47")
        shown = (*wages_shown(wages), Shown(Text("终局限额", "Limit of a final award"), said), Shown(_LAW, law))
        return Sheet(tuple(asked), shown)

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """Refused: final above the limit; not final within it, unless other items are named."""
        limit, largest = final_award_limit(proceeding.region_code, on=day_of(now)), answers["largest"]
        assert isinstance(largest, Decimal)  # noqa: S101 narrows what the engine read
        final = largest <= limit
        if move == "award_final" and not final:
            raise _not_final(largest, limit)
        other = answers.get("other_items")
        if move == "award" and final and not isinstance(other, str):
            raise _is_final(largest, limit)
        lines = [(_LARGEST, plain(format_yuan(largest))), (Text("终局限额", "Limit"), plain(format_yuan(limit)))]
        if isinstance(other, str):
            lines.append((Text("不属于终局的其他请求", "Items that are not final by themselves"), plain(other)))
        return Kept({"largest": f"{largest:f}", "limit": f"{limit:f}"}, lines)


class Collective:
    """Ten with the same claim, three to five who stand for them."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """How many it takes, how many the case has."""
        wages, on = open_wages(proceeding), day_of(now)
        least = known("collective_workers", on=on)
        few, many = known("representatives_least", on=on), known("representatives_most", on=on)
        workers = Question(
            "workers",
            _WORKERS,
            Kind.NUMBER,
            hint=Text(f"{least} 人以上（办案规则第62条）。", f"{least} or more (arbitration rules art. 62)."),
            initial=str(len(wages.workers) or wages.entered or ""),
        )
        chosen = Question(
            "representatives",
            _REPRESENTATIVES,
            Kind.NUMBER,
            hint=Text(f"{few} 至 {many} 名（办案规则第63条）。", f"{few} to {many} (arbitration rules art. 63)."),
        )
        return Sheet((workers, chosen), wages_shown(wages))

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """Refused: fewer than it takes; representatives that are too few or too many."""
        workers, chosen, on = answers["workers"], answers["representatives"], day_of(now)
        assert isinstance(workers, Decimal)  # noqa: S101 narrows what the engine read
        assert isinstance(chosen, Decimal)  # noqa: S101 narrows what the engine read
        if not is_collective(int(workers), on=on):
            raise _too_few(int(workers), on=on)
        try:
            check_representatives(int(chosen), on=on)
        except InvalidValue as error:
            raise WrongAnswer.because("representatives", error) from error
        values = {"workers": f"{workers}", "representatives": f"{chosen}"}
        return Kept(values, [(_WORKERS, plain(f"{workers}")), (_REPRESENTATIVES, plain(f"{chosen}"))])


def _limit(proceeding: Proceeding, *, now: datetime, book: Book) -> Decimal | None:
    return simplified_limit(proceeding.region_code, on=day_of(now), book=book)


def _limit_shown(limit: Decimal | None) -> Shown:
    name = Text("速裁的标的额上限", "Limit of the fast track")
    if limit is None:
        words = Text(
            "本省上年度职工平均工资未录入，不能以标的额为由适用速裁；其他两项理由不受影响",
            "The province's average wage is not entered: the amount cannot be the ground; the other two can",
        )
        return Shown(name, words, "unset")
    return Shown(name, plain(format_yuan(limit)))


def _too_large(amount: Decimal, limit: Decimal | None) -> WrongAnswer:
    if limit is None:
        return WrongAnswer(
            "condition",
            "parameter-unset",
            Text(
                "本省上年度职工平均工资未录入，不能以标的额为由。",
                "The average wage is not entered: the amount is no ground.",
            ),
            Text(
                "由省级在“数额标准”中录入；或者选择其他理由。",
                "The province enters it (figures of the law), or choose another ground.",
            ),
        )
    return WrongAnswer(
        "amount",
        "simplified-amount",
        Text(
            f"标的额 {format_yuan(amount)} 超过 {format_yuan(limit)}。",
            f"{format_yuan(amount)} exceeds {format_yuan(limit)}.",
        ),
        Text("选择其他理由，或者按普通程序受理。", "Choose another ground, or accept it as ordinary."),
    )


def _not_final(largest: Decimal, limit: Decimal) -> WrongAnswer:
    return WrongAnswer(
        "largest",
        "award-not-final",
        Text(
            f"最高一项 {format_yuan(largest)} 超过终局限额 {format_yuan(limit)}（调解仲裁法第47条）。",
            f"The largest item, {format_yuan(largest)}, exceeds the limit of {format_yuan(limit)} (art. 47).",
        ),
        Text("办理“裁决（非终局）”。", "Make it an ordinary award."),
    )


def _is_final(largest: Decimal, limit: Decimal) -> WrongAnswer:
    return WrongAnswer(
        "largest",
        "award-is-final",
        Text(
            f"最高一项 {format_yuan(largest)} 不超过终局限额 {format_yuan(limit)}，依法为终局裁决（调解仲裁法第47条）。",
            f"The largest item, {format_yuan(largest)}, is within the limit of {format_yuan(limit)}: by art. 47 the award is final.",
        ),
        Text("办理“裁决（终局）”；有其他请求的，写明是哪些。", "Make it a final award, or name the other items."),
    )


def _too_few(workers: int, *, on: date) -> WrongAnswer:
    least = known("collective_workers", on=on)
    return WrongAnswer(
        "workers",
        "collective-workers",
        Text(f"{workers} 人不构成集体争议。", f"{workers} workers are no collective dispute."),
        Text(
            f"{least} 人以上的才按集体争议受理；否则按普通程序或速裁。",
            f"It takes {least}; accept it as ordinary or fast.",
        ),
    )
