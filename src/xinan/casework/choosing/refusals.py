"""What choosing a way refuses."""

from xinan.kernel.errors import Conflict, InvalidValue, XinanError
from xinan.kernel.text import Text


def no_such_way() -> XinanError:
    """The way is not open on the answers that are kept now."""
    return Conflict(
        "way-not-open",
        Text("按现在的回答，这条路走不通。", "On the answers as they stand this way is not open."),
        Text("刷新页面，按最新的回答再选。", "Reload the page and choose anew."),
    )


def reason_wanted() -> XinanError:
    """Another way than the recommended one, without a reason."""
    return InvalidValue(
        "way-reason",
        Text("没有选建议的途径，请写明理由。", "This is not the recommended way: say why."),
        Text(
            "例如工人不愿意调解、单位已搬离本地。", "For example: the worker will not mediate, the firm has moved away."
        ),
    )


def target_wanted() -> XinanError:
    """A passing on without an office or a day."""
    return InvalidValue(
        "way-target",
        Text("请选择转给哪个单位、要求哪天前反馈。", "Choose the office and the day by which it is to answer."),
        Text("单位从列表中选；反馈日晚于今天。", "Choose from the list; the day lies after today."),
    )
