"""The switch every rule has without saying so: whether it speaks at all, by date and place.

A rule is on. An office may switch it off where the law leaves that to it; what stays on, and by what, is said here.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from xinan.kernel.text import Text
from xinan.rules.model import Link, Rule, Subject
from xinan.rules.parameters import Bounds, Parameter, ParameterKind, Step

ENABLED: Final = "enabled"

_SINCE = date(2020, 5, 1)  # the regulation's own first day
# 条例第38条 obliges every government from the county up to watch the payment of wages and to warn of it.
_WAGES = Bounds(Decimal(1), None, "《保障农民工工资支付条例》第38条（工资支付监控预警）")
# Withheld findings wait for a silent feed; nobody would be told to supply it.
_DATA = Bounds(Decimal(1), None, "《保障农民工工资支付条例》第38条（信息及时共享）；缺数暂缓的结论须有人补数")


def switch_of(rule: Rule) -> Parameter:
    """The switch of a rule as shipped: on everywhere, bound to stay so where `bounds` says."""
    return Parameter(
        name=ENABLED,
        title=Text("启用本规则", "This rule is on"),
        kind=ParameterKind.FLAG,
        unit="flag",
        is_law=False,
        steps=(Step(_SINCE, value=True, source="出厂启用"),),
        regions={},
        bounds=_bounds(rule),
    )


def is_law(rule: Rule) -> bool:
    """Whether the law itself asks for what the rule watches: then only the province may switch it off."""
    return any(basis.is_law for basis in rule.basis)


def _bounds(rule: Rule) -> Bounds | None:
    if rule.link is Link.DATA_QUALITY:
        return _DATA
    return _WAGES if rule.link is Link.WAGES and is_law(rule) else None


# Read once for the whole province, whatever the place.
_PROVINCE_ONLY: Final = frozenset({"look_back_months"})


def varies_by_place(owner: Rule | None, name: str) -> bool:
    """Whether a place may have a value of its own; `owner` is None for the shared parameters.

    A finding about a firm lies in no place, so a rule about firms is on or off for the whole province.
    """
    if owner is None:
        return name not in _PROVINCE_ONLY
    return name != ENABLED or owner.subject is not Subject.ENTERPRISE
