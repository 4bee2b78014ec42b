"""What may be behind arrears, each with its article and the kind of department it is passed to. Facts of law, pure."""

from dataclasses import dataclass
from enum import StrEnum

from xinan.kernel.text import Text


class Behind(StrEnum):
    """What the second track finds."""

    ILLEGAL_LETTING = "illegal_letting"
    PASSED_ON = "passed_on"
    ILLEGAL_SUBLETTING = "illegal_subletting"
    BORROWED = "borrowed"
    MISSING_FUNDS = "missing_funds"
    NEGLECT = "neglect"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BehindRule:
    """A kind of finding: its name, the law, and whose it is."""

    name: Text
    law: Text
    whose: Text


_LETTERS = Text("住建、交通运输、水利等行业主管部门", "The industry's department")
RULES: dict[Behind, BehindRule] = {
    Behind.ILLEGAL_LETTING: BehindRule(
        Text("违法发包", "Illegal letting"), Text("条例第7、36条", "Regulation art. 7 and 36"), _LETTERS
    ),
    Behind.PASSED_ON: BehindRule(
        Text("转包", "Passing the work on"), Text("条例第7、30条", "Regulation art. 7 and 30"), _LETTERS
    ),
    Behind.ILLEGAL_SUBLETTING: BehindRule(
        Text("违法分包", "Illegal subletting"), Text("条例第7、36条", "Regulation art. 7 and 36"), _LETTERS
    ),
    Behind.BORROWED: BehindRule(
        Text("挂靠（出借资质）", "Borrowed qualification"), Text("条例第7、36条", "Regulation art. 7 and 36"), _LETTERS
    ),
    Behind.MISSING_FUNDS: BehindRule(
        Text("建设资金未落实", "Missing funds"),
        Text("条例第59—61条", "Regulation art. 59–61"),
        Text("发展改革、财政部门和行业主管部门", "Development, finance and the industry's department"),
    ),
    Behind.NEGLECT: BehindRule(
        Text("监管人员失职", "An official's neglect"),
        Text("条例第62条", "Regulation art. 62"),
        Text("有管辖权的机关", "Whoever has authority over the official"),
    ),
    Behind.OTHER: BehindRule(
        Text("其他", "Something else"),
        Text("条例第7条", "Regulation art. 7"),
        Text("有关部门", "The department concerned"),
    ),
}
