"""What a visit or a plan refuses, in words for the person in front of it."""

from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound, XinanError
from xinan.kernel.text import Text


class EntryRefused(InvalidValue):
    """An entry of a visit that will not do; sending it again does not help."""


class PhotoRefused(InvalidValue):
    """A photograph that will not do; sending it again does not help."""


class PlanRefused(InvalidValue):
    """A plan that cannot be made or changed like this."""


def bad_entry(field: Text) -> EntryRefused:
    """A field that is missing or not what it should be."""
    return EntryRefused(
        "visit-entry-invalid",
        Text(f"“{field.zh}”没有填写或填写不对。", f"“{field.en}” is missing or will not do."),
        Text("请改正后重新保存。", "Put it right and save again."),
    )


def no_such_visit() -> XinanError:
    """No visit, or none within the person's scope."""
    return NotFound(
        "visit-not-found",
        Text("没有这次走访，或它不在您的职责范围内。", "There is no such visit within your responsibility."),
        Text("请从走访计划或项目页面进入。", "Open it from the plan or from the project."),
    )


def not_yours() -> XinanError:
    """Somebody else's visit."""
    return NotAllowed(
        "visit-of-another",
        Text("这次走访由另一位同志负责，您只能查看。", "Somebody else makes this visit; you may only read it."),
        Text("如需您来走访，请从项目页面另开一次。", "Start one of your own from the project's page."),
    )


def already_finished() -> XinanError:
    """The visit is concluded."""
    return Conflict(
        "visit-finished",
        Text("这次走访已经完成，不再接收之后填写的内容。", "The visit is concluded; what is said later is not taken."),
        Text("如有新情况，请另开一次走访。", "Start another visit for what is new."),
    )


def key_taken() -> XinanError:
    """A key that belongs to another visit."""
    return Conflict(
        "visit-key-taken",
        Text("这条记录的编号已用于另一次走访。", "The number of this entry belongs to another visit."),
        Text("请删除后重新填写。", "Delete it and enter it again."),
    )


def may_not_patrol() -> XinanError:
    """A post without visits."""
    return NotAllowed(
        "patrols-not-allowed",
        Text("您的岗位不安排走访。", "Your post makes no visits."),
        Text("走访由人社部门和行业主管部门安排。", "Labour offices and industry departments plan visits."),
    )


def no_such_plan() -> XinanError:
    """No plan, or none of the person's."""
    return NotFound(
        "plan-not-found",
        Text("没有这份走访计划，或它不在您的职责范围内。", "There is no such plan within your responsibility."),
        Text("请从走访页面选择日期进入。", "Choose a day on the page of visits."),
    )


def plan_moved_on(who: str) -> XinanError:
    """Somebody changed the plan meanwhile."""
    return Conflict(
        "plan-changed-meanwhile",
        Text(f"{who} 刚刚改动了这份计划。", f"{who} has just changed this plan."),
        Text("页面已显示最新的计划，请看过后再操作。", "The page shows it as it is now; look, then act again."),
    )


def reason_missing() -> XinanError:
    """An act that needs its reason."""
    return PlanRefused(
        "reason-missing",
        Text("没有写明原因。", "No reason was given."),
        Text(
            "请用一句话写明原因，例如“工地今日停工”。", "Say why in a sentence, such as “the site stands still today”."
        ),
    )
