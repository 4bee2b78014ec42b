"""What the sheets of an inspection say in its letters: the figures decided at the moves, not typed again."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from xinan.casework.law.penalties import find
from xinan.procedures.models import Proceeding
from xinan.procedures.sheets import kept_values

_NAMES: Final = {"unit_fine": "对单位处罚款", "person_fine": "对责任人员处罚款"}
Values = Mapping[str, str]


def decided_facts(proceeding: Proceeding, letter: str) -> dict[str, object]:
    """The fields of a kind of letter that the moves have settled; none for other kinds, or before the move."""
    rule = _RULES.get(letter)
    return rule(proceeding) if rule is not None else {}


def _pay_order(proceeding: Proceeding) -> dict[str, object]:
    ordered, extra = kept_values(proceeding, "order_pay"), kept_values(proceeding, "order_extra")
    said: dict[str, object] = {}
    if ordered:
        said |= {"amount": Decimal(ordered["amount"]), "workers": ordered["workers"]}
    if extra:
        said["extra"] = f"按应付金额的{extra['share']}%加付，合计人民币{Decimal(extra['amount']):,.2f}元"
    return said


def _notice(proceeding: Proceeding) -> dict[str, object]:
    told = kept_values(proceeding, "tell_penalty")
    return {"intended": f"拟{_fines(told)}。", "consequences": _by(told)} if _has_fine(told) else {}


def _decision(proceeding: Proceeding) -> dict[str, object]:
    decided = kept_values(proceeding, "decide_penalty", "decide_serious")
    if not _has_fine(decided):
        return {}
    fine = sum((Decimal(decided[code]) for code in _NAMES if code in decided), Decimal(0))
    return {"decision": f"{_fines(decided)}。", "consequences": _by(decided), "fine": fine}


def _has_fine(values: Values) -> bool:
    return any(code in values for code in _NAMES)


def _fines(values: Values) -> str:
    return "，".join(f"{name}人民币{Decimal(values[code]):,.2f}元" for code, name in _NAMES.items() if code in values)


def _by(values: Values) -> str:
    article = find(values["conduct"]).article
    return f"《{article.document.zh}》第{article.articles}条"


_RULES: Final[dict[str, Callable[[Proceeding], dict[str, object]]]] = {
    "pay-order": _pay_order,
    "penalty-notice": _notice,
    "penalty-decision": _decision,
}
