"""What taking and handling a clue refuses, in words for the person in front of it."""

from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound, XinanError
from xinan.kernel.text import Text


def no_such_clue() -> XinanError:
    """No clue, or none within the person's scope; the two are not told apart."""
    return NotFound(
        "clue-not-found",
        Text("没有这条线索，或它不在您的职责范围内。", "There is no such clue within your responsibility."),
        Text("请从线索列表进入。", "Open it from the list of clues."),
    )


def may_not_take() -> XinanError:
    """A post that takes no clues."""
    return NotAllowed(
        "clue-not-yours-to-take",
        Text("您的岗位不登记线索。", "Your post takes no clues."),
        Text("请由人社部门或行业主管部门的工作人员登记。", "Ask a labour office or a department to take it."),
    )


def nothing_told() -> XinanError:
    """Neither words nor anything else."""
    return InvalidValue(
        "clue-nothing-told",
        Text("什么都没有填写。", "Nothing was told."),
        Text("写下工人的话，或填写任意一项。", "Write down what the worker says, or give any one thing."),
    )


def bad_month(field: str) -> InvalidValue:
    """A month that is none, or a range that runs backwards."""
    return InvalidValue(
        f"clue-{field}",
        Text("月份不对。", "A month will not do."),
        Text(
            "月份写作 2026-03，止月不早于起月，也不晚于本月。",
            "Write 2026-03; not before the first, nor after this month.",
        ),
    )


def bad_amount() -> InvalidValue:
    """An amount below nothing, or past all sense."""
    return InvalidValue(
        "clue-amount",
        Text("金额不对。", "The amount will not do."),
        Text("以元为单位填写，如 12000；不清楚的可不填。", "In yuan, such as 12000; leave it empty if not known."),
    )


def already_there() -> XinanError:
    """The platform's number was taken before."""
    return Conflict(
        "clue-of-the-platform-known",
        Text("该平台编号的线索此前已经导入。", "The clue of this platform number was taken before."),
        Text("请按编号在线索列表中查找。", "Find it by its number in the list of clues."),
    )


def not_open() -> XinanError:
    """It is closed or merged."""
    return Conflict(
        "clue-not-open",
        Text("这条线索已经办结或并案。", "This clue is closed or merged."),
        Text("有新情况的，先重新办理。", "Where there is something new, reopen it first."),
    )


def still_open() -> XinanError:
    """It need not be reopened."""
    return Conflict(
        "clue-still-open",
        Text("这条线索还在办理，或已并入另一条。", "This clue is still handled, or was merged into another."),
        Text("直接在线索页上办理。", "Go on with it on its page."),
    )


def no_call_yet() -> XinanError:
    """Closing without the return call."""
    return Conflict(
        "clue-not-called-back",
        Text("还没有满意度回访。", "The worker was not called back."),
        Text(
            "先登记回访结果；联系不上的，在三个不同日期各登记一次。",
            "Enter the return call; where nobody is reached, once on each of three days.",
        ),
    )


def not_answered() -> XinanError:
    """Closing while an office waits for its answer."""
    return Conflict(
        "clue-reply-owed",
        Text("上级或来文单位要求的反馈还没有作出。", "The answer that another office asked for is still owed."),
        Text("先办理“向上级或来文单位反馈”。", "First answer whoever passed it on."),
    )


def no_such_office() -> InvalidValue:
    """A receiver that is not known."""
    return InvalidValue(
        "clue-target",
        Text("没有找到这个单位或人员，或不能转给自己。", "There is no such office or person, or it is your own."),
        Text("从建议中选择，或填写完整名称。", "Choose one of those proposed, or give the whole name."),
    )


def not_the_receiver() -> XinanError:
    """Somebody else was asked to accept it."""
    return NotAllowed(
        "clue-not-sent-to-you",
        Text("这条线索不是转给您单位的。", "This clue was not passed on to your office."),
        Text("由接收单位签收；转出单位可以撤回。", "The receiving office accepts it; the sender may call it back."),
    )
