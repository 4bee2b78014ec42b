"""Whether a case is closed for good (案结事了): what has to be there, each with what is missing and where to go."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from xinan.casework.cases.enums import TaskState
from xinan.casework.cases.membership import proceedings_of_case
from xinan.casework.cases.models import Case, CaseClue, CaseTask
from xinan.casework.cases.opening import BACKGROUND, UMBRELLA
from xinan.casework.cases.refusals import closing_incomplete
from xinan.casework.cases.wages import PaidWorker, money_of, paid_of
from xinan.casework.decisions import CALLS
from xinan.casework.enums import Answer
from xinan.casework.models import Clue, ReturnCall
from xinan.documents.enums import LetterState
from xinan.documents.models import Letter
from xinan.kernel.text import Text
from xinan.procedures.enums import RequestState
from xinan.procedures.letters import PROCEEDING
from xinan.procedures.models import ClockExtension, ClockPause
from xinan.procedures.registry import find_procedure

# What a named approver may let pass, with a reason; for wages there are exceptions, worker by worker.
WAIVABLE: Final = frozenset({"background"})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a closing needs: whether it is there, in words what is or what is missing, and where it is dealt with."""

    code: str
    name: Text
    ok: bool
    words: Text
    link: str

    @property
    def waivable(self) -> bool:
        """Whether a named approver may let it pass."""
        return self.code in WAIVABLE


# What other nouns add, such as relief: asked of every case.
_ADDED: Final[list[Callable[[Case, date], Iterator[Check]]]] = []


def also_check(check: Callable[[Case, date], Iterator[Check]]) -> None:
    """Have every closing ask this too; called when an app starts."""
    if check not in _ADDED:
        _ADDED.append(check)


def checks(case: Case, *, today: date) -> list[Check]:
    """The closing list of a case on a day, in the order in which it is dealt with."""
    paid = paid_of(case)
    found = [
        _workers(case, paid),
        _paid(case, paid),
        _exceptions(case, paid),
        *_return_calls(case),
        _procedures(case),
        _letters(case),
        _background(case),
        _tasks(case),
        _clocks(case),
    ]
    for added in _ADDED:
        found.extend(added(case, today))
    return found


def missing(case: Case, *, today: date, waived: frozenset[str] = frozenset()) -> list[Check]:
    """What a closing still lacks; what an approver lets pass is left out."""
    return [each for each in checks(case, today=today) if not each.ok and each.code not in waived & WAIVABLE]


def require_complete(case: Case, *, today: date, waived: frozenset[str] = frozenset()) -> None:
    """Raises Conflict (`closing-incomplete`) that says everything that is missing."""
    lacks = missing(case, today=today, waived=waived)
    if lacks:
        raise closing_incomplete(
            Text("；".join(each.words.zh for each in lacks), "; ".join(each.words.en for each in lacks))
        )


def require_ended(case: Case) -> None:
    """Raises Conflict where a procedure of the case is still open; what a cancelling needs."""
    check = _procedures(case)
    if not check.ok:
        raise closing_incomplete(check.words)


def _page(case: Case, part: str) -> str:
    return f"/cases/{case.pk}/#{part}"


def _workers(case: Case, paid: dict[int, PaidWorker]) -> Check:
    unknown = sum(not row.wages for row in paid.values())
    ok = bool(paid) and not unknown
    words = Text(f"已核定 {len(paid)} 名工人的欠薪", f"What is owed to {len(paid)} workers is settled")
    if not paid:
        words = Text("尚未登记涉案工人", "No worker is entered")
    elif unknown:
        words = Text(f"{unknown} 名工人的欠薪金额尚未核定", f"What is owed to {unknown} workers is not yet settled")
    return Check("workers", Text("核定欠薪", "What is owed"), ok, words, _page(case, "workers"))


def _paid(case: Case, paid: dict[int, PaidWorker]) -> Check:
    money = money_of(paid)
    waiting = sum(not row.settled and row.open > 0 for row in paid.values())
    ok = waiting == 0
    words = (
        Text(f"银行已付 {money.paid:,.2f} 元", f"Banks have paid ¥{money.paid:,.2f}")
        if ok
        else Text(
            f"{waiting} 名工人尚有 {money.open:,.2f} 元未经银行付清",
            f"¥{money.open:,.2f} to {waiting} workers is not paid",
        )
    )
    return Check(
        "paid", Text("工资付清（银行数据）", "Wages paid (the banks' data)"), ok, words, _page(case, "workers")
    )


def _exceptions(case: Case, paid: dict[int, PaidWorker]) -> Check:
    asked = sum(row.exception_asked and not row.excepted for row in paid.values())
    made = sum(row.excepted for row in paid.values())
    words = (
        Text(f"{asked} 项例外待另一人批准", f"{asked} exceptions wait for another person")
        if asked
        else Text(f"例外 {made} 项，均经批准", f"{made} exceptions, all approved")
    )
    return Check("exceptions", Text("例外经批准", "Exceptions approved"), not asked, words, _page(case, "workers"))


def _return_calls(case: Case) -> Iterator[Check]:
    clues = [each.clue for each in CaseClue.objects.filter(case=case).select_related("clue")]
    calls: dict[str, list[ReturnCall]] = defaultdict(list)
    for call in ReturnCall.objects.filter(clue__in=clues).order_by("at", "pk"):
        calls[call.clue_id].append(call)
    waiting = [clue for clue in clues if not _called_back(clue, calls[clue.pk])]
    name = Text("线索回访", "Return calls")
    if not waiting:
        words = Text(f"{len(clues)} 条线索均已回访", f"Every one of {len(clues)} clues was called back about")
        if not clues:
            words = Text("没有线索，无须回访", "No clue, nobody to call back")
        yield Check("return_calls", name, True, words, _page(case, "clues"))
        return
    words = Text(f"{len(waiting)} 条线索尚未回访", f"{len(waiting)} clues were not called back about")
    yield Check("return_calls", name, False, words, f"/clues/{waiting[0].pk}/")


def _called_back(clue: Clue, calls: list[ReturnCall]) -> bool:
    """Somebody answered in the clue's last life and was not dissatisfied, nobody was reached on three days, or it is closed."""
    if clue.closed_on is not None:
        return True
    last = [call for call in calls if call.proceeding_id == calls[-1].proceeding_id]
    answered = [call for call in last if call.answer != Answer.UNREACHABLE]
    if answered:
        return answered[-1].answer != Answer.NOT
    return len({call.at.date() for call in last}) >= CALLS


def _procedures(case: Case) -> Check:
    rows = proceedings_of_case(case.pk).filter(closed_at=None).exclude(procedure__in=[UMBRELLA, BACKGROUND])
    still = list(rows.order_by("pk"))
    name = Text("程序办结", "Procedures ended")
    if not still:
        return Check(
            "procedures", name, True, Text("各程序均已办结", "Every procedure has ended"), _page(case, "procedures")
        )
    names = [find_procedure(each.procedure).name for each in still]
    words = Text(
        f"未办结：{'、'.join(each.zh for each in names)}", f"still open: {', '.join(each.en for each in names)}"
    )
    return Check("procedures", name, False, words, f"/proceedings/{still[0].pk}/")


def _letters(case: Case) -> Check:
    ids = [str(pk) for pk in proceedings_of_case(case.pk).values_list("pk", flat=True)]
    letters = Letter.objects.filter(subject_kind=PROCEEDING, subject_id__in=ids) | Letter.objects.filter(
        subject_kind="case", subject_id=str(case.pk)
    )
    waiting = list(letters.filter(state__in=[LetterState.DRAFT, LetterState.ISSUED]).order_by("pk"))
    name = Text("文书送达", "Letters served")
    if not waiting:
        words = Text("文书均已送达", "Every letter is served")
        return Check("letters", name, True, words, _page(case, "letters"))
    words = Text(f"{len(waiting)} 份文书未签发或未送达", f"{len(waiting)} letters are not issued or not served")
    return Check("letters", name, False, words, f"/letters/{waiting[0].pk}/")


def _background(case: Case) -> Check:
    last = proceedings_of_case(case.pk).filter(procedure=BACKGROUND).order_by("-pk").first()
    name = Text("背后问题查结（一案双查）", "What is behind it, ended")
    if last is None or last.closed_at is None:
        words = Text("背后问题尚未查结", "What is behind the arrears is not ended")
        return Check("background", name, False, words, _page(case, "background"))
    closing = find_procedure(BACKGROUND).closings[last.closed_as]
    return Check("background", name, True, closing, _page(case, "background"))


def _tasks(case: Case) -> Check:
    waiting = CaseTask.objects.filter(case=case, state=TaskState.OPEN).count()
    words = (
        Text(f"{waiting} 项任务待答复", f"{waiting} tasks wait for an answer")
        if waiting
        else Text("交办任务均已答复", "Every task is answered")
    )
    return Check("tasks", Text("任务了结", "Tasks done"), not waiting, words, _page(case, "tasks"))


def _clocks(case: Case) -> Check:
    """Clocks end with their procedures; what may be left is somebody's request that nobody has decided."""
    ids = proceedings_of_case(case.pk).values("pk")
    asked = sum(
        model.objects.filter(clock__proceeding__in=ids, clock__ended_at=None, state=RequestState.ASKED).count()
        for model in (ClockPause, ClockExtension)
    )
    running = _running_clocks(case)
    ok = not asked and not running
    words = Text("期限均已了结", "Every clock is settled")
    if asked:
        words = Text(f"{asked} 项中止或延长申请未决定", f"{asked} requests about clocks are undecided")
    elif running:
        words = Text(f"{running} 个期限尚未了结", f"{running} clocks still run")
    return Check("clocks", Text("期限了结", "Clocks settled"), ok, words, _page(case, "procedures"))


def _running_clocks(case: Case) -> int:
    """Open clocks of proceedings that have ended all the same; none by the rules of the engine, and looked at anyway."""
    ended = proceedings_of_case(case.pk).exclude(closed_at=None)
    return ended.filter(clocks__ended_at=None, clocks__isnull=False).count()
