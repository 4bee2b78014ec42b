"""What choosing a way begins: a procedure, a passing on, a conclusion, or words alone. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from xinan.casework.triage import Way
from xinan.kernel.text import Text


class Kind(StrEnum):
    """What is begun."""

    PROCEDURE = "procedure"
    TRANSFER = "transfer"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a way begins. `procedure` and its `level`; `conclusion` of the clue, where its state lets it be concluded."""

    kind: Kind
    says: Text
    procedure: str = ""
    level: str = ""
    conclusion: str = ""


_PROCEDURES = {
    "inspection": ("inspection", ""),
    "mediation": ("mediation", ""),
    "arbitration": ("arbitration", "ordinary"),
    "fast_arbitration": ("arbitration", "fast"),
    "payment_order": ("payment_order", ""),
}
_COLLECTIVE = "collective_arbitration"
_PASSED = frozenset({"department", "petition", "elsewhere"})
_CONCLUSIONS = {"not_wages": "project_price", "refused": "led_to_court", "court": "led_to_court"}
_STARTS = Text(
    "在案件中启动该程序；线索还没有案件的，同时立案。",
    "Begins the procedure in the clue's case; where there is none, a case is opened.",
)
_PASSES = Text(
    "转给所选单位；对方签收前仍由您单位负责，可以撤回。",
    "Passes it on; it stays yours until accepted and can be called back.",
)
_TELLS = Text(
    "把下面的话告诉工人并记入办理过程；线索已在核实的，同时作出结论、转入回访，可以重新核处。",
    "Tells the worker and notes it; a clue being verified is concluded too, and can be dealt with again.",
)


def effect_of(way: Way) -> Effect:
    """What choosing this way begins. A row that refuses something begins nothing but words, or a passing on."""
    if way.code in _PASSED:
        return Effect(Kind.TRANSFER, _PASSES)
    if way.code in _PROCEDURES and not way.refuses:
        procedure, level = _PROCEDURES[way.code]
        return Effect(
            Kind.PROCEDURE, _STARTS, procedure=procedure, level="collective" if way.row == _COLLECTIVE else level
        )
    conclusion = _CONCLUSIONS.get(way.code, "led_to_court" if way.refuses else "")
    return Effect(Kind.TELL, _TELLS, conclusion=conclusion)
