"""Says at the head of the inbox that the last evaluation failed, and which rule it was."""

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.monitoring.enums import RunKind
from xinan.monitoring.queries.failures import standing_failure
from xinan.rules.registry import RULES
from xinan.web.components.views import Problem

_TITLES = {rule.id: rule.title for rule in RULES}


def failed_evaluation() -> Problem | None:
    """What to show where warnings stand behind the facts because an evaluation failed."""
    run = standing_failure()
    if run is None or run.finished_at is None:
        return None
    at = f"{run.finished_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    name = _TITLES.get(run.failed_rule)
    zh = f"“{name.zh}”（{run.failed_rule}）" if name else f" {run.failed_rule} "
    en = f"“{name.en}” ({run.failed_rule})" if name else run.failed_rule
    whole = run.kind == RunKind.FULL
    return Problem(
        what=Text(
            f"最近一次研判（{at}）没有完成" + (f"：规则{zh}无法计算。" if zh else "。"),
            f"The last evaluation ({at}) did not come to its end" + (f": {en} could not be evaluated." if en else "."),
        ),
        remedy=Text(
            ("全部项目" if whole else f"涉及的 {run.projects} 个项目")
            + "的预警保持上一次研判的结果，没有丢失；系统会自动重试，请运维人员查看日志中的原因。",
            ("All warnings" if whole else f"The warnings of the {run.projects} project(s) concerned")
            + " stay as the evaluation before left them, none is lost. It is tried again; operations find the cause in the"
            " log.",
        ),
        code="rule-failed",
    )
