"""What may go wrong with a case, in words for whoever caused it. None of them tells a stranger that a case exists."""

from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.kernel.text import Text


def no_such_case() -> NotFound:
    """No case, or none that is open to the person: the same words."""
    return NotFound(
        "unknown-case",
        Text("没有这件案件，或它不对您开放。", "There is no such case, or it is not open to you."),
        Text("请从案件列表进入。", "Open it from the list of cases."),
    )


def no_such_task() -> NotFound:
    """No task, or none asked of the person."""
    return NotFound(
        "unknown-task",
        Text("没有这项任务，或它不是交办给您的。", "There is no such task, or it was not given to you."),
        Text("请从任务列表进入。", "Open it from the list of tasks."),
    )


def no_such_person() -> NotFound:
    """No such worker, member or file in the case."""
    return NotFound(
        "not-in-the-case",
        Text("案件中没有这一项。", "There is no such thing in the case."),
        Text("刷新页面后重新选择。", "Reload the page and choose again."),
    )


def not_yours(what: Text) -> NotAllowed:
    """The person sees the case, but this is not theirs to do."""
    return NotAllowed(
        "case-not-yours",
        Text(f"您不能{what.zh}。", f"You may not {what.en}."),
        Text("由案件负责人、承办人或上级督办单位办理。", "The leader, the officer or the supervising office does it."),
    )


def may_not_open() -> NotAllowed:
    """The person's office opens no case of that place."""
    return NotAllowed(
        "may-not-open-case",
        Text("您不能为这个地区立案登记。", "You may not open a case of this place."),
        Text("由该地区的劳动保障监察机构或其上级登记。", "The labour office of the place or one above it does."),
    )


def nothing_to_open() -> InvalidValue:
    """Neither clue nor warning, and no place."""
    return InvalidValue(
        "case-from-nothing",
        Text("没有可以立案的线索或预警。", "There is no clue or warning to open a case from."),
        Text("从线索或预警中选择。", "Choose a clue or a warning."),
    )


def already_in_a_case() -> Conflict:
    """Somebody was quicker; whose case it is, only its page tells."""
    return Conflict(
        "already-in-a-case",
        Text(
            "该线索或预警刚刚已由他人立案，没有重复登记。",
            "Somebody has just opened a case from it; there is no second one.",
        ),
        Text(
            "您若是该案成员，可在“我的案件”中找到；否则请与本单位负责人联系。",
            "If you are a member it is among your cases; else ask the head of your office.",
        ),
    )


def case_closed() -> Conflict:
    """The case is closed."""
    return Conflict(
        "case-closed",
        Text("案件已结案。", "The case is closed."),
        Text("需要继续办理的，先重新办理（案号不变）。", "Reopen it first; its number stays."),
    )


def case_open() -> Conflict:
    """The case is not closed, so there is nothing to reopen."""
    return Conflict(
        "case-open",
        Text("案件正在办理中。", "The case is open."),
        Text("无须重新办理。", "There is nothing to reopen."),
    )


def words_missing(what: Text) -> InvalidValue:
    """Something is to be said and was not."""
    return InvalidValue(
        "words-missing",
        Text(f"没有写明{what.zh}。", f"{what.en} is missing."),
        Text("写明后再提交。", "Write it and send it again."),
    )


def not_a_member_to_be() -> InvalidValue:
    """Who may not be made a member."""
    return InvalidValue(
        "not-a-member-to-be",
        Text("该人员不能加入案件。", "This person cannot be made a member."),
        Text(
            "成员须是在任的监察、根治欠薪办、行业主管部门人员，或调解员、仲裁员。",
            "A member holds a post of an office, of a department, or is a mediator or an arbitrator.",
        ),
    )


def same_officer() -> Conflict:
    """One person on both tracks."""
    return Conflict(
        "same-officer",
        Text("欠薪和背后问题须由不同的人查办（一案双查）。", "The two tracks have different officers."),
        Text("另选一人。", "Choose another person."),
    )


def needs_a_successor(part: Text) -> Conflict:
    """The case would be left without one."""
    return Conflict(
        "part-needs-a-successor",
        Text(f"案件不能没有{part.zh}。", f"The case cannot be without its {part.en}."),
        Text("先指定接替的人。", "Name who takes it over first."),
    )


def task_first() -> Conflict:
    """The second track is passed on without a task."""
    return Conflict(
        "pass-on-with-a-task",
        Text("移送须同时向有关部门交办任务。", "It is passed on with a task for the department."),
        Text("请在案件页“移送有关部门”办理。", "Do it on the page of the case, under “pass it on”."),
    )


def task_waits() -> Conflict:
    """The department has not answered."""
    return Conflict(
        "background-task-waits",
        Text("有关部门尚未答复。", "The department has not answered yet."),
        Text(
            "答复后再办结；或撤回任务、再次移送。",
            "Conclude it when it has; or take the task back and pass it on again.",
        ),
    )


def closing_incomplete(missing: Text) -> Conflict:
    """Something a closing needs is missing."""
    return Conflict(
        "closing-incomplete",
        Text(f"还不能结案：{missing.zh}。", f"The case cannot be closed yet: {missing.en}."),
        Text("按案件页的结案核对表补齐。", "Complete the closing list on its page."),
    )


def task_day_past() -> InvalidValue:
    """A day to answer by that is gone."""
    return InvalidValue(
        "task-day-past",
        Text("答复期限已经过去。", "The day to answer by is past."),
        Text("填写今日或以后的日期。", "Give today or a later day."),
    )


def task_settled() -> Conflict:
    """The task is not open any more, or not yet answered."""
    return Conflict(
        "task-settled",
        Text("这项任务现在不能这样办理。", "This cannot be done with the task now."),
        Text("刷新页面后查看任务的最新状态。", "Reload the page and see how the task stands."),
    )


def months_overlap() -> Conflict:
    """Months that are entered already."""
    return Conflict(
        "months-overlap",
        Text("这些月份中有的已经登记。", "Some of these months are entered already."),
        Text("先删除原来的登记，或只登记其他月份。", "Remove what is there first, or enter other months."),
    )


def sum_missing() -> InvalidValue:
    """A sum that is none, or months that are none."""
    return InvalidValue(
        "owed-sum",
        Text("欠付金额或月份不对。", "The sum or the months will not do."),
        Text("金额大于零，月份写作 YYYY-MM，止月不早于起月。", "A sum above zero; months as YYYY-MM, in order."),
    )


def exception_by_two() -> NotAllowed:
    """Who asked for an exception does not approve it."""
    return NotAllowed(
        "exception-by-two",
        Text("例外须由另一人批准。", "Another person approves an exception."),
        Text("请案件负责人或上级批准。", "Ask the leader or the office above."),
    )


def nothing_to_decide() -> Conflict:
    """No exception waits."""
    return Conflict(
        "no-exception-waits",
        Text("没有待批准的例外。", "No exception waits."),
        Text("刷新页面后查看。", "Reload the page."),
    )
