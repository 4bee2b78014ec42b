"""What may go wrong with a procedure and with a move, in words for whoever caused it."""

from datetime import datetime

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound, XinanError
from xinan.kernel.text import Text


class BadProcedure(XinanError):
    """A definition that cannot be read or does not hold together; for whoever writes procedures."""

    def __init__(self, where: str, problems: list[str]) -> None:
        listed = "; ".join(problems)
        super().__init__(
            "bad-procedure",
            Text(f"程序 {where} 的定义有误：{listed}", f"The definition {where} is wrong: {listed}"),
            Text(
                "按 docs/decisions/0040 的格式改正 YAML 文件。",
                "Correct the YAML file (its form is in docs/decisions/0040).",
            ),
        )
        self.problems = problems


class UnknownProcedure(NotFound):
    """No procedure of that code is registered."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "unknown-procedure",
            Text(f"没有代码为 {code} 的程序。", f"There is no procedure {code}."),
            Text("从程序目录中选择。", "Choose one from the catalogue of procedures."),
        )


class UnknownProceeding(NotFound):
    """No such proceeding, or none the person may see."""

    def __init__(self) -> None:
        super().__init__(
            "unknown-proceeding",
            Text("找不到这件事项，或不在您的范围内。", "There is no such proceeding, or not within your scope."),
            Text("从列表中打开。", "Open it from a list."),
        )


class AlreadyOpen(Conflict):
    """A subject has a proceeding of this procedure that is not closed."""

    def __init__(self) -> None:
        super().__init__(
            "already-open",
            Text("同一对象已有未办结的事项。", "The same subject has a proceeding that is not closed."),
            Text("先办结原有事项，或在其中继续办理。", "Close the one there is, or go on with it."),
        )


class Overtaken(Conflict):
    """Somebody else moved it since it was looked at: `who` did `what`, at `at`, and it now stands at `state`."""

    def __init__(self, *, who: str, what: Text, at: datetime, state: Text) -> None:
        when = at.astimezone(CHINA)
        super().__init__(
            "overtaken",
            Text(
                f"{who or '系统'} 已于 {when:%Y-%m-%d %H:%M} 办理“{what.zh}”，现处于“{state.zh}”。",
                f"{who or 'The system'} did “{what.en}” at {when:%Y-%m-%d %H:%M}; it now stands at “{state.en}”.",
            ),
            Text(
                "请刷新后按最新情况办理，您的操作未保存。",
                "Reload and act on how it stands now; nothing of yours was kept.",
            ),
        )
        self.who, self.at, self.state = who, at, state


class MoveRefused(NotAllowed):
    """The move may not be made now, or not by this person; `what` says why."""

    def __init__(self, code: str, what: Text, remedy: Text) -> None:
        super().__init__(code, what, remedy)


class MoveIncomplete(InvalidValue):
    """Something the move needs is missing or wrong; `need` names the field."""

    def __init__(self, need: str, what: Text, remedy: Text) -> None:
        super().__init__(f"move-{need.replace('_', '-')}", what, remedy)
        self.need = need


class ProofMissing(MoveIncomplete):
    """The move needs proof and none came."""

    def __init__(self, move: Text) -> None:
        super().__init__(
            "proof",
            Text(f"“{move.zh}”须附证明材料。", f"“{move.en}” needs proof."),
            Text(
                "上传照片、PDF、Excel 或 Word 文件后再提交。",
                "Upload a photo, PDF, Excel or Word file and send it again.",
            ),
        )


class ClockRefused(Conflict):
    """A clock cannot be paused, resumed or extended this way; `what` says why."""
