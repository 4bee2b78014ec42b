"""Closed for good: refused while any one thing is missing, asked for by one and approved by another, reopened by its number."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from tests.casework.cases.world import MONDAY, MONTH, TODAY, Officer, World, of_case, officer, voice
from tests.casework.clues.people import life
from xinan.casework.cases.actions.change_members import add_member
from xinan.casework.cases.actions.close_case import approve_closing, ask_closing, reopen_case
from xinan.casework.cases.actions.give_task import answer_task, end_task, give_task
from xinan.casework.cases.actions.keep_workers import (
    add_worker,
    ask_exception,
    decide_exception,
    reckon_by_data,
    remove_worker,
    set_wage,
)
from xinan.casework.cases.actions.pass_findings import pass_on, record_findings
from xinan.casework.cases.closing import checks, missing
from xinan.casework.cases.enums import Part
from xinan.casework.cases.findings import Behind
from xinan.casework.cases.given import NewTask, ToldWage, ToldWorker
from xinan.casework.cases.models import Case, CaseClue, CaseMember, CaseWorker
from xinan.casework.cases.wages import paid_of
from xinan.casework.enums import Answer, CallBy
from xinan.casework.models import ReturnCall
from xinan.documents.enums import LetterState
from xinan.documents.models import Letter
from xinan.kernel.errors import Conflict, NotAllowed
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.given import Opening

Spoil = Callable[[World, Case], str]


def by(who: Officer) -> dict[str, object]:
    return {"by": who.user, "scope": who.scope, "now": MONDAY}


def background(here: World, case: Case) -> Officer:
    user = CaseMember.objects.get(case=case, part=Part.BACKGROUND, to_at=None).user
    return next(each for each in (here.second, here.colleague, here.head) if each.user == user)


def call(here: World, case: Case, answer: Answer, *, at: datetime = MONDAY) -> None:
    for link in CaseClue.objects.filter(case=case).select_related("clue"):
        ReturnCall.objects.create(
            clue=link.clue,
            proceeding_id=life(link.clue).pk,
            at=at,
            by=here.inspector.user,
            how=CallBy.PHONE,
            answer=answer,
        )


def end_background(here: World, case: Case) -> None:
    track, who = of_case(case, "background"), background(here, case)
    make_move(track.pk, "end_without", version=track.version, reason="查阅分包合同、资金凭证，未发现问题。", **by(who))


def ready(here: World) -> Case:
    """A case in which nothing is missing."""
    case = here.opened()
    told = CaseWorker.objects.get(case=case)
    remove_worker(case.pk, told.pk, by=here.inspector.user, scope=here.inspector.scope)
    assert reckon_by_data(case.pk, months=[MONTH], **by(here.inspector)) == 2
    for worker in here.workers:
        here.pay(worker, "6000.00")
    call(here, case, Answer.VERY)
    end_background(here, case)
    assert missing(case, today=TODAY) == []
    return case


def unpaid(here: World, case: Case) -> str:
    here.workers[0].wage_payments.all().delete()
    return "paid"


def paid_by_word_of_the_firm(here: World, case: Case) -> str:
    here.workers[0].wage_payments.all().delete()
    here.pay(here.workers[0], "6000.00", payment_id="R:line-1")
    return "paid"


def paid_in_cash(here: World, case: Case) -> str:
    here.workers[0].wage_payments.all().delete()
    here.pay(here.workers[0], "6000.00", account=None)
    return "paid"


def paid_for_another_month(here: World, case: Case) -> str:
    here.workers[0].wage_payments.all().delete()
    here.pay(here.workers[0], "6000.00", month="2026-10")
    return "paid"


def sent_back_by_the_bank(here: World, case: Case) -> str:
    here.workers[0].wage_payments.update(status="returned")
    return "paid"


def one_fen_short(here: World, case: Case) -> str:
    here.workers[0].wage_payments.update(amount=Decimal("5999.99"))
    return "paid"


def no_worker(here: World, case: Case) -> str:
    CaseWorker.objects.filter(case=case).delete()
    return "workers"


def exception_unapproved(here: World, case: Case) -> str:
    worker = CaseWorker.objects.filter(case=case).latest("pk")
    ask_exception(case.pk, worker.pk, reason="工人已领取现金，有收条", **by(here.inspector))
    return "exceptions"


def nobody_called_back(here: World, case: Case) -> str:
    other = here.clue(voice=voice(phone="13812340077"))
    CaseClue.objects.create(case=case, clue=other, added_at=MONDAY, added_by=here.inspector.user)
    return "return_calls"


def called_and_not_satisfied(here: World, case: Case) -> str:
    call(here, case, Answer.NOT, at=MONDAY + timedelta(hours=1))
    return "return_calls"


def procedure_open(here: World, case: Case) -> str:
    opening = Opening("warning", "case", str(case.pk), region_code="220102")
    open_proceedings([opening], now=MONDAY)
    return "procedures"


def letter_unserved(here: World, case: Case) -> str:
    Letter.objects.create(
        kind="result-notice",
        office=here.office,
        subject_kind="proceeding",
        subject_id=str(of_case(case, "case").pk),
        title="结果告知书",
        fields_sealed="x",
        drafted_at=MONDAY,
        state=LetterState.DRAFT,
    )
    return "letters"


def task_open(here: World, case: Case) -> str:
    task = NewTask("核查资金", "请答复。", TODAY, to_user_id=here.second.user.pk)
    give_task(case.pk, task, keyring=here.keyring, **by(here.inspector))
    return "tasks"


SPOILS: tuple[Spoil, ...] = (
    unpaid,
    paid_by_word_of_the_firm,
    paid_in_cash,
    paid_for_another_month,
    sent_back_by_the_bank,
    one_fen_short,
    no_worker,
    exception_unapproved,
    nobody_called_back,
    called_and_not_satisfied,
    procedure_open,
    letter_unserved,
    task_open,
)


@pytest.mark.parametrize("spoil", SPOILS)
def test_closing_is_refused_while_one_thing_is_missing(here: World, spoil: Spoil) -> None:
    case = ready(here)
    lacks = spoil(here, case)
    assert [check.code for check in checks(case, today=TODAY) if not check.ok] == [lacks]
    with pytest.raises(Conflict) as told:
        ask_closing(case.pk, reason="工资已付清", waive=False, **by(here.inspector))
    assert told.value.code == "closing-incomplete"
    assert of_case(case, "case").state == "open"


def test_one_asks_and_another_approves(here: World) -> None:
    case = ready(here)
    ask_closing(case.pk, reason="工资已付清", waive=False, **by(here.inspector))
    with pytest.raises(NotAllowed):
        approve_closing(case.pk, reason="同意", **by(here.inspector))
    approve_closing(case.pk, reason="同意结案", **by(here.head))
    case.refresh_from_db()
    umbrella = of_case(case, "case")
    assert (case.closed_on, umbrella.state, umbrella.closed_as) == (TODAY, "closed", "settled")
    assert not umbrella.clocks.filter(ended_at=None).exists()


def test_what_is_lost_between_asking_and_approving_stops_it(here: World) -> None:
    case = ready(here)
    ask_closing(case.pk, reason="工资已付清", waive=False, **by(here.inspector))
    unpaid(here, case)
    with pytest.raises(Conflict):
        approve_closing(case.pk, reason="同意结案", **by(here.head))
    case.refresh_from_db()
    assert case.closed_on is None


def test_the_second_track_open_stops_it_save_by_a_named_approver_with_a_reason(here: World) -> None:
    case = ready(here)
    reopened = Opening("background", "case", str(case.pk), region_code="220102", access=of_case(case, "case").access)
    open_proceedings([reopened], now=MONDAY)
    with pytest.raises(Conflict):
        ask_closing(case.pk, reason="工资已付清", waive=False, **by(here.inspector))
    ask_closing(case.pk, reason="工资已付清，背后问题另案处理", waive=True, **by(here.inspector))
    with pytest.raises(Conflict):
        approve_closing(case.pk, reason="同意", **by(here.head))
    approve_closing(case.pk, reason="同意", waive_reason="已由住建部门另案查处", **by(here.head))
    track = of_case(case, "background")
    assert (track.state, track.closed_as) == ("set_aside", "set_aside")
    step = track.steps.get(move="set_aside")
    assert "已由住建部门另案查处" in step.reason
    assert step.other["approved_by"] == here.head.user.pk


def test_an_exception_stands_for_payment_once_a_second_person_has_approved_it(here: World) -> None:
    case = ready(here)
    here.workers[0].wage_payments.all().delete()
    worker = CaseWorker.objects.get(case=case, worker=here.workers[0])
    ask_exception(case.pk, worker.pk, reason="工人已死亡，由法定继承人领取", **by(here.inspector))
    with pytest.raises(NotAllowed):
        decide_exception(case.pk, worker.pk, approve=True, **by(here.inspector))
    assert missing(case, today=TODAY) != []
    decide_exception(case.pk, worker.pk, approve=True, **by(here.head))
    assert missing(case, today=TODAY) == []


def test_reopening_keeps_the_number_and_counts_the_life(here: World) -> None:
    case = ready(here)
    ask_closing(case.pk, reason="工资已付清", waive=False, **by(here.inspector))
    first = approve_closing(case.pk, reason="同意结案", **by(here.head))
    with pytest.raises(NotAllowed):
        reopen_case(case.pk, reason="x", **by(background(here, case)))
    again = reopen_case(case.pk, reason="工人反映付款被退回", **by(here.inspector))
    umbrella = of_case(case, "case")
    assert (again.number, again.episode, again.closed_on) == (case.number, 2, None)
    assert (umbrella.state, umbrella.previous) == ("reopened", first)
    assert Case.objects.count() == 1
    with pytest.raises(Conflict):
        reopen_case(case.pk, reason="再次", **by(here.inspector))


def test_the_second_track_goes_to_the_department_as_a_task_and_waits_for_its_answer(here: World) -> None:
    case = here.opened()
    who = background(here, case)
    department = officer("industry_department", industries=["housing"])
    record_findings(case.pk, [Behind.PASSED_ON, Behind.BORROWED], words="劳务合同由无资质个人签订", **by(who))
    task = pass_on(
        case.pk,
        NewTask("依法查处转包、挂靠", "附合同复印件。", TODAY, to_office_id=department.user.organisation_id),
        keyring=here.keyring,
        **by(who),
    )
    track = of_case(case, "background")
    assert (track.state, track.steps.get(move="record_findings").other["kinds"]) == (
        "passed",
        ["passed_on", "borrowed"],
    )
    with pytest.raises(Conflict):
        make_move(track.pk, "conclude", version=track.version, reason="已处理", **by(who))
    answer_task(task.pk, words="已立案查处。", keyring=here.keyring, **by(department))
    end_task(task.pk, accept=True, **by(who))
    make_move(track.pk, "conclude", version=track.version, reason="住建部门已立案查处", **by(who))
    assert of_case(case, "background").closed_as == "handled"


def test_passing_on_without_a_task_is_refused(here: World) -> None:
    case = here.opened()
    who = background(here, case)
    record_findings(case.pk, [Behind.MISSING_FUNDS], words="资金未到位", **by(who))
    track = of_case(case, "background")
    with pytest.raises(Conflict):
        make_move(track.pk, "pass_on", version=track.version, reason="移送", target="住建局", **by(who))


def test_what_was_paid_before_does_not_count_and_what_comes_back_is_owed_again(here: World) -> None:
    here.pay(here.workers[0], "2000.00")
    case = here.opened()
    worker = add_worker(
        case.pk,
        ToldWorker([ToldWage(MONTH, MONTH, Decimal("4000.00"))], worker_id=here.workers[0].pk),
        keyring=here.keyring,
        **by(here.inspector),
    )
    row = worker.wages.get()
    assert row.paid_before == Decimal("2000.00")
    assert paid_of(case)[worker.pk].open == Decimal("4000.00")
    here.pay(here.workers[0], "4000.00")
    assert paid_of(case)[worker.pk].open == Decimal("0.00")
    here.workers[0].wage_payments.filter(amount=Decimal("2000.00")).update(status="returned")
    assert paid_of(case)[worker.pk].open == Decimal("2000.00")


def test_a_sum_settled_by_the_officer_takes_the_place_of_what_was_said(here: World) -> None:
    case = here.opened()
    told = CaseWorker.objects.get(case=case)
    set_wage(
        case.pk,
        told.pk,
        ToldWage("2026-08", "2026-10", Decimal("9000.00"), "经核对考勤"),
        **by(here.inspector),
    )
    told.refresh_from_db()
    assert told.owed == Decimal("9000.00")
    assert told.wages.count() == 1


def test_members_of_the_other_track_may_be_leaders_but_not_officers(here: World) -> None:
    case = here.opened()
    who = background(here, case)
    member = add_member(case.pk, user_id=who.user.pk, part=Part.LEADER, reason="", **by(here.inspector))
    assert member.part == Part.LEADER
