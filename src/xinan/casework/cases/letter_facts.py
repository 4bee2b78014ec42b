"""What a letter can say of a case by itself: its number, the employer, how many are owed how much for which months.

Sums over everybody in the case and nobody's name: a letter to a firm does not show who complained.
"""

from decimal import Decimal

from xinan.casework.cases.models import Case
from xinan.casework.cases.sheets.saying import decided_facts
from xinan.casework.cases.wages import money_of, paid_of
from xinan.documents.kinds import LetterKind
from xinan.kernel.period import Month
from xinan.procedures.models import Proceeding


def letter_facts(proceeding: Proceeding, kind: LetterKind) -> dict[str, object]:
    """The fields known of the case that a proceeding is about; none where there is no such case."""
    case = Case.objects.select_related("employer", "project").filter(pk=_key(proceeding.subject_id)).first()
    if case is None:
        return {}
    money = money_of(paid_of(case))
    workers = list(case.workers.all())
    said: dict[str, object] = {"case_number": case.number}
    if case.employer is not None:
        said |= {"employer": case.employer.name, "employer_code": case.employer.pk}
    if workers and money.open > 0:
        period = _period(min(each.from_month for each in workers), max(each.to_month for each in workers))
        said |= {"workers": str(len(workers)), "amount": money.open, "period": period}
        said["facts"] = _facts(case, workers=len(workers), period=period, amount=money.open)
    return said | decided_facts(proceeding, kind.code)


def _facts(case: Case, *, workers: int, period: str, amount: Decimal) -> str:
    """One sentence to begin with; the officer goes on."""
    who = case.employer.name if case.employer is not None else "用人单位"
    where = f"在{case.project.name}项目中" if case.project is not None else ""
    return f"{who}{where}拖欠农民工{workers}人{period}工资，合计人民币{amount:,.2f}元，至今未足额支付。"


def _period(first: str, last: str) -> str:
    return _month(first) if first == last else f"{_month(first)}至{_month(last)}"


def _month(text: str) -> str:
    month = Month.parse(text)
    return f"{month.year}年{month.month}月"


def _key(subject_id: str) -> int:
    return int(subject_id) if subject_id.isdecimal() else 0
