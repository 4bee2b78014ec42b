"""Who acts in a procedure, what a move asks for, how a clock stands."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.kernel.text import Text


class ActorKind(StrEnum):
    """Who may make a move; the value stands in the YAML files."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    DEPARTMENT = "department"
    MEDIATOR = "mediator"
    ARBITRATOR = "arbitrator"
    CONTRACTOR = "contractor"
    OWNER = "owner"
    BANK = "bank"
    WORKER = "worker"
    SYSTEM = "system"


ACTOR_NAMES: dict[ActorKind, Text] = {
    ActorKind.COUNTY: Text("县级劳动保障监察", "County labour inspection"),
    ActorKind.CITY: Text("市州根治欠薪办", "City office"),
    ActorKind.PROVINCE: Text("省根治欠薪办", "Provincial office"),
    ActorKind.DEPARTMENT: Text("行业主管部门", "Industry department"),
    ActorKind.MEDIATOR: Text("调解组织", "Mediator"),
    ActorKind.ARBITRATOR: Text("仲裁委", "Arbitration commission"),
    ActorKind.CONTRACTOR: Text("施工总承包单位", "General contractor"),
    ActorKind.OWNER: Text("建设单位", "Owner"),
    ActorKind.BANK: Text("银行", "Bank"),
    ActorKind.WORKER: Text("农民工", "Worker"),
    ActorKind.SYSTEM: Text("系统自动", "The system"),
}


class Need(StrEnum):
    """What whoever makes a move has to give with it.

    `happened_on`: the day on which it happened (a letter was served, a payment came in), today or before; the clocks that the
    move begins and ends go by that day.
    """

    REASON = "reason"
    PROOF = "proof"
    PLAN_ON = "plan_on"
    UNTIL = "until"
    TARGET = "target"
    HAPPENED_ON = "happened_on"


NEED_NAMES: dict[Need, Text] = {
    Need.REASON: Text("理由", "Reason"),
    Need.PROOF: Text("证明材料", "Proof"),
    Need.PLAN_ON: Text("计划完成日", "Planned day"),
    Need.UNTIL: Text("截至日", "Until"),
    Need.TARGET: Text("去向", "Where to"),
    Need.HAPPENED_ON: Text("发生日", "Day it happened"),
}


class Recipient(StrEnum):
    """Who is told when an act of a clock falls due."""

    HOLDER = "holder"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    DEPARTMENT = "department"
    FIRM = "firm"


RECIPIENT_NAMES: dict[Recipient, Text] = {
    Recipient.HOLDER: Text("承办人", "Holder"),
    Recipient.COUNTY: Text("县级责任人", "County officer"),
    Recipient.CITY: Text("市州责任人", "City officer"),
    Recipient.PROVINCE: Text("省级责任人", "Provincial officer"),
    Recipient.DEPARTMENT: Text("行业主管部门责任人", "Department's officer"),
    Recipient.FIRM: Text("责任单位", "The firm"),
}


class Access(models.TextChoices):
    """To whom a proceeding is open beside the firms it is addressed to.

    `place`: offices of its place and trade. `named`: the people named, and the city's and the province's office over the
    place, who supervise. `members`: the people named alone.
    """

    PLACE = "place", _("按辖区")
    NAMED = "named", _("指定人员及上级")
    MEMBERS = "members", _("仅指定人员")


class ActAt(StrEnum):
    """When an act of a clock falls due."""

    HALF = "half"
    EVE = "eve"
    EXPIRED = "expired"


class CountedFrom(StrEnum):
    """From when a clock counts: what set it off, the moment that was written down, or a day given with the move."""

    TRIGGER = "trigger"
    RECORDED = "recorded"
    PLAN_ON = "plan_on"
    UNTIL_ON = "until_on"


class ClockState(models.TextChoices):
    """How a clock stands. Running, paused and expired ones are open: what they wait for has not happened.

    A period that is over without anybody being late has lapsed.
    """

    RUNNING = "running", _("计时中")
    PAUSED = "paused", _("中止")
    EXPIRED = "expired", _("已逾期")
    MET = "met", _("按期办结")
    LATE = "late", _("逾期办结")
    VOID = "void", _("不再适用")
    LAPSED = "lapsed", _("已届满")


OPEN_CLOCKS = (ClockState.RUNNING, ClockState.PAUSED, ClockState.EXPIRED)


class RequestState(models.TextChoices):
    """How a request to pause or extend a clock stands."""

    ASKED = "asked", _("待批准")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class ClockEventKind(models.TextChoices):
    """What happened to a clock."""

    STARTED = "started", _("起算")
    MOVED = "moved", _("到期日变动")
    PAUSE_ASKED = "pause_asked", _("申请中止")
    PAUSE_REFUSED = "pause_refused", _("不同意中止")
    PAUSED = "paused", _("中止")
    RESUMED = "resumed", _("恢复计时")
    EXTENSION_ASKED = "extension_asked", _("申请延长")
    EXTENSION_REFUSED = "extension_refused", _("不同意延长")
    EXTENDED = "extended", _("延长")
    ACT = "act", _("到期处理")
    MET = "met", _("按期办结")
    LATE = "late", _("逾期办结")
    VOID = "void", _("不再适用")
    LAPSED = "lapsed", _("届满")
