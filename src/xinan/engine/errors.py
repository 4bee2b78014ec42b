"""What can go wrong in an evaluation, said for the reader."""

from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text


class BadSnapshot(InvalidValue):
    """A fact snapshot that breaks the contract of the vocabulary."""


class BackendFailure(Exception):
    """An engine refused a statement; the cause says why."""


class RuleFailed(XinanError):
    """One rule (or a concept it needs) could not be evaluated. The whole run fails: no rule swallows an error."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "rule-failed",
            Text(f"规则 {name} 无法计算，本次评估中止。", f"{name} could not be evaluated; the run was stopped."),
            Text(
                "此前的预警保持不变；请把日志中的原因报告给运维人员。",
                "Earlier warnings stay as they are; report the cause given in the log.",
            ),
        )
        self.name = name
