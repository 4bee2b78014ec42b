"""How levels, links and states look: a colour, a shape and a word, never the colour alone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xinan.kernel.text import Text
from xinan.rules.model import Level, Link


@dataclass(frozen=True, slots=True)
class Look:
    """`tone` picks the colours (`xa-tone-…`), `shape` the drawing (components/shape.html); `word` is always written."""

    tone: str
    shape: str
    word: Text
    meaning: Text


LEVEL_LOOKS: Final = {
    Level.RED: Look("red", "octagon", Level.RED.title, Text("立即处置，逐级报告", "Act at once and report upwards")),
    Level.ORANGE: Look(
        "orange",
        "triangle",
        Level.ORANGE.title,
        Text("限期整改，约谈负责人", "Put right by a date; interview whoever answers for it"),
    ),
    Level.YELLOW: Look(
        "yellow", "diamond", Level.YELLOW.title, Text("督促整改，跟踪到位", "Urge and follow until it is done")
    ),
    Level.BLUE: Look("blue", "circle", Level.BLUE.title, Text("提示责任单位自查", "Remind whoever is responsible")),
    Level.GREY: Look(
        "grey", "square", Level.GREY.title, Text("数据未到，不等于欠薪", "Data are missing; wages may not be")
    ),
}


class Condition(StrEnum):
    """What is known of a link of a project's chain."""

    CLEAR = "clear"
    WARNED = "warned"
    WITHHELD = "withheld"
    PAUSED = "paused"
    NOT_DUE = "not_due"


CONDITION_LOOKS: Final = {
    Condition.CLEAR: Look("ok", "tick", Text("正常", "In order"), Text("未发现问题", "Nothing found")),
    Condition.WARNED: Look("red", "octagon", Text("预警", "Warned"), Text("有未消除的预警", "There are open warnings")),
    Condition.WITHHELD: Look(
        "grey",
        "pause",
        Text("待核数据", "Withheld"),
        Text("数据中断，暂不下结论", "A feed is silent: no verdict until it is heard"),
    ),
    Condition.PAUSED: Look(
        "grey",
        "pause",
        Text("停工", "Paused"),
        Text("经批准停工，考勤类期限停计", "Approved pause: attendance clocks stand still"),
    ),
    Condition.NOT_DUE: Look(
        "none", "dash", Text("未到期", "Not yet due"), Text("尚未到应办的日子", "Its day has not come")
    ),
}

LINK_ICONS: Final = {
    Link.FILING: "file-check",
    Link.ACCOUNT: "building-bank",
    Link.DEPOSIT: "shield-lock",
    Link.ROSTER: "users-group",
    Link.FUNDING: "arrows-transfer-down",
    Link.ATTENDANCE: "calendar-check",
    Link.WAGES: "cash-banknote",
    Link.BOARD: "clipboard-check",
    Link.COMPLAINT: "message-report",
    Link.ENTERPRISE: "building",
    Link.DATA_QUALITY: "plug-connected",
}

INDUSTRY_WORDS: Final = {
    "housing": Text("房屋建筑", "Housing"),
    "municipal": Text("市政工程", "Municipal works"),
    "transport": Text("交通工程", "Transport"),
    "water": Text("水利工程", "Water works"),
    "railway": Text("铁路工程", "Railway"),
    "energy": Text("能源工程", "Energy"),
    "telecom": Text("通信工程", "Telecom"),
    "landscaping": Text("园林绿化", "Landscaping"),
    "other": Text("其他", "Other"),
}
