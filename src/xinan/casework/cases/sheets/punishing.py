"""A fine within the bounds of its article: told, then decided, and what is added while it is not paid."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from xinan.casework.cases.sheets.facts import missed_on
from xinan.casework.law.amounts import late_fine
from xinan.casework.law.penalties import Bounds, Penalty, check, find, penalties
from xinan.kernel.errors import XinanError
from xinan.kernel.money import format_yuan
from xinan.kernel.text import Text
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure
from xinan.procedures.sheets import Answer, Choice, Kept, Kind, Question, Sheet, Shown, WrongAnswer, kept_values, plain

# Of the authorities in the table, the one whose procedure this is.
_OWN: Final = "labour"
_TELL: Final = "tell_penalty"
_DECIDE: Final = ("decide_penalty", "decide_serious")
_NONE: Final = Text("不罚款", "No fine")
_UNIT, _PERSONS = (
    Text("对单位罚款（元）", "Fine on the unit (yuan)"),
    Text("对责任人员罚款（元）", "Fine on persons (yuan)"),
)
_CONDUCT: Final = Text("违法行为", "Conduct")


class Fine:
    """The conduct, its article and bounds; the fine within them, and once told not more than was told."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """The bounds of the conduct chosen; of every conduct until one is."""
        told = kept_values(proceeding, _TELL) if move in _DECIDE else {}
        chosen = answers.get("conduct") or told.get("conduct", "")
        table = [each for each in penalties().values() if _OWN in each.ordered_by]
        conduct = Question(
            "conduct",
            _CONDUCT,
            Kind.CHOICE,
            hint=Text("选定后显示该条的幅度和前提。", "Its bounds and conditions appear once it is chosen."),
            choices=tuple(Choice(each.conduct, _choice(each)) for each in table),
            initial=chosen,
            reloads=True,
        )
        if chosen not in {each.conduct for each in table}:
            rows = tuple((each.name, _both(each), plain(each.article.articles)) for each in table)
            heads = (_CONDUCT, Text("罚款幅度", "Bounds"), Text("条", "Art."))
            return Sheet((conduct,), (), Text("各违法行为的罚款幅度", "Bounds of every conduct"), heads, rows)
        penalty = find(chosen)
        amounts = _amounts(penalty, told)
        return Sheet((conduct, *amounts), _shown(proceeding, penalty, told=told, now=now))

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """Refused: outside the bounds, before the order was missed, another conduct or more than the firm was told of."""
        penalty = find(str(answers["conduct"]))
        missed = _missed(proceeding, penalty, now=now) is not None
        told = kept_values(proceeding, _TELL) if move in _DECIDE else {}
        if told and told["conduct"] != penalty.conduct:
            raise _other_conduct(find(told["conduct"]))
        values, lines = {"conduct": penalty.conduct}, [(_CONDUCT, penalty.name), (Text("依据", "Law"), _law(penalty))]
        for code, name, person in (("unit_fine", _UNIT, False), ("person_fine", _PERSONS, True)):
            amount = answers.get(code)
            if not isinstance(amount, Decimal):
                continue
            try:
                check(penalty.conduct, amount, person=person, order_missed=missed)
            except XinanError as error:
                raise WrongAnswer.because("conduct" if error.code == "penalty-before-order" else code, error) from error
            if told.get(code) and amount > Decimal(told[code]):
                raise _more_than_told(code, amount, Decimal(told[code]))
            values[code] = f"{amount:f}"
            lines.append((name, plain(format_yuan(amount))))
        if penalty.after_order and not missed:  # where the article has no fine, and so none was looked at
            raise _order_first(penalty)
        return Kept(values, lines)


class LateFine:
    """What is added while a fine is not paid: shown and kept, nothing asked."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """The fine, the day missed, what is added today."""
        return Sheet(shown=tuple(Shown(name, value) for name, value in _late(proceeding, now=now)))

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """The same, kept as it was on that day."""
        return Kept(lines=_late(proceeding, now=now))


def _late(proceeding: Proceeding, *, now: datetime) -> list[tuple[Text, Text]]:
    decided = kept_values(proceeding, *_DECIDE)
    fine = sum((Decimal(decided[code]) for code in ("unit_fine", "person_fine") if code in decided), Decimal(0))
    clock = Clock.objects.filter(proceeding=proceeding, code="fine").order_by("-pk").first()
    if not fine or clock is None:
        return []
    added = late_fine(fine, due_on=clock.due_on, until=day_of(now))
    said = Text(
        f"{format_yuan(added)}（{clock.due_on} 到期，每日 3%，不超过罚款数额；行政处罚法第72条）",
        f"{format_yuan(added)} (due on {clock.due_on}, 3 % a day, at most as much as the fine; penalty law art. 72)",
    )
    return [(Text("罚款", "Fine"), plain(format_yuan(fine))), (Text("加处罚款", "Late fine"), said)]


def _amounts(penalty: Penalty, told: Mapping[str, str]) -> tuple[Question, ...]:
    asked = []
    for code, name, bounds, required in (
        ("unit_fine", _UNIT, penalty.unit, True),
        ("person_fine", _PERSONS, penalty.persons, False),
    ):
        if bounds is not None:
            asked.append(
                Question(
                    code, name, Kind.MONEY, required=required, hint=_bounds(penalty, bounds), initial=told.get(code, "")
                )
            )
    return tuple(asked)


def _shown(proceeding: Proceeding, penalty: Penalty, *, told: Mapping[str, str], now: datetime) -> tuple[Shown, ...]:
    lines = [Shown(Text("依据", "Law"), _law(penalty)), *_fines(penalty)]
    if penalty.after_order:
        lines.append(_order(proceeding, penalty, now=now))
    for name, measures in (
        (Text("并可采取", "Also possible"), penalty.measures),
        (Text("情节严重的", "Where it is serious"), penalty.if_serious),
    ):
        if measures:
            lines.append(Shown(name, _joined(measures)))
    fines = [format_yuan(Decimal(told[code])) for code in ("unit_fine", "person_fine") if code in told]
    if fines:
        said = Text(
            f"{'、'.join(fines)}；不得因陈述、申辩而加重（行政处罚法第45条）",
            f"{', '.join(fines)}; a statement never makes it graver (penalty law art. 45)",
        )
        lines.append(Shown(Text("已告知", "Told"), said))
    return tuple(lines)


def _fines(penalty: Penalty) -> list[Shown]:
    named = (
        (Text("对单位罚款幅度", "Bounds for the unit"), penalty.unit),
        (Text("对责任人员罚款幅度", "Bounds for persons"), penalty.persons),
    )
    found = [Shown(name, bounds.text) for name, bounds in named if bounds is not None]
    return found or [Shown(Text("罚款", "Fine"), Text("该条没有罚款规定", "The article has no fine"))]


def _order(proceeding: Proceeding, penalty: Penalty, *, now: datetime) -> Shown:
    name = Text("前提：责令后逾期未改正", "Condition: an order was missed")
    missed = _missed(proceeding, penalty, now=now)
    if missed is None:
        words = Text("尚无逾期未履行的责令改正记录，不能处罚", "No order was missed yet: no penalty is possible")
        return Shown(name, words, "bad")
    clock, day = missed
    words = Text(f"“{clock.zh}”已于 {day} 届满", f"“{clock.en}” ended on {day}")
    return Shown(name, words, "ok")


def _missed(proceeding: Proceeding, penalty: Penalty, *, now: datetime) -> tuple[Text, date] | None:
    """The order that was missed, of those whose breach this article punishes, and its day."""
    for code in penalty.missed:
        day = missed_on(proceeding, code, now=now)
        if day is not None:
            return find_procedure(proceeding.procedure).clocks[code].name, day
    return None


def _order_first(penalty: Penalty) -> WrongAnswer:
    return WrongAnswer(
        "conduct",
        "penalty-before-order",
        Text(
            f"“{penalty.name.zh}”须先责令限期改正（{_law(penalty).zh}）。",
            f"“{penalty.name.en}”: an order comes first ({_law(penalty).en}).",
        ),
        Text("先责令限期改正，逾期再处理。", "Order it to be put right first."),
    )


def _other_conduct(told: Penalty) -> WrongAnswer:
    return WrongAnswer(
        "conduct",
        "penalty-not-told",
        Text(f"已告知的违法行为是“{told.name.zh}”。", f"The firm was told of “{told.name.en}”."),
        Text("按已告知的作出决定；要改变的，先重新告知。", "Decide on that; for another one, tell the firm anew."),
    )


def _more_than_told(question: str, amount: Decimal, told: Decimal) -> WrongAnswer:
    return WrongAnswer(
        question,
        "penalty-graver",
        Text(
            f"罚款 {format_yuan(amount)} 重于已告知的 {format_yuan(told)}（行政处罚法第45条）。",
            f"A fine of {format_yuan(amount)} is graver than the {format_yuan(told)} told (penalty law art. 45).",
        ),
        Text(
            f"不超过 {format_yuan(told)}；确需加重的，先重新告知。",
            f"At most {format_yuan(told)}, or tell the firm anew.",
        ),
    )


def _choice(penalty: Penalty) -> Text:
    law, name = _law(penalty), penalty.name
    return Text(f"{name.zh}（{law.zh}）", f"{name.en} ({law.en})")


def _bounds(penalty: Penalty, bounds: Bounds) -> Text:
    law = _law(penalty)
    return Text(f"{bounds.text.zh}（{law.zh}）。", f"{bounds.text.en} ({law.en}).")


def _both(penalty: Penalty) -> Text:
    bounds = [each.text for each in (penalty.unit, penalty.persons) if each is not None]
    return _joined(tuple(bounds)) if bounds else _NONE


def _law(penalty: Penalty) -> Text:
    article = penalty.article
    return Text(f"{article.document.zh}第{article.articles}条", f"{article.document.en} art. {article.articles}")


def _joined(texts: tuple[Text, ...]) -> Text:
    return Text("；".join(each.zh for each in texts), "; ".join(each.en for each in texts))
