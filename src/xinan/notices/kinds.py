"""Kinds of notices: the topic of each, what may leave the house for it, and which may break into quiet hours.

A noun registers its kinds in its AppConfig.ready(). A kind nobody registered is shown and put into the digest by its
title alone, and is never texted.
"""

from dataclasses import dataclass
from typing import Final

from xinan.kernel.text import Text
from xinan.notices.enums import How, Topic


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    `sms` names the template of its text message (xinan.notices.sms_texts), none where it is never texted.
    `mails_subject`: the subject names no worker, so that it may stand in an e-mail; the body never does.
    `breaks_quiet`: an urgent notice of this kind is sent in quiet hours and on rest days too.
    """

    code: str
    title: Text
    topic: Topic
    sms: str = ""
    mails_subject: bool = True
    breaks_quiet: bool = False


GENERAL: Final = Kind("", Text("工作通知", "Notice"), Topic.GENERAL, mails_subject=False)

# How a topic reaches people who have chosen nothing: e-mail, and whether it is texted.
DEFAULTS: Final[dict[Topic, tuple[How, bool]]] = {
    Topic.WARNINGS: (How.DIGEST, False),
    Topic.CLOCKS: (How.AT_ONCE, True),
    Topic.LETTERS: (How.AT_ONCE, True),
    Topic.VISITS: (How.DIGEST, False),
    Topic.RULES: (How.AT_ONCE, False),
    Topic.DATA: (How.DIGEST, False),
    Topic.SYSTEM: (How.AT_ONCE, True),
    Topic.GENERAL: (How.DIGEST, False),
}

_KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known; registering it again the same way does nothing. ValueError where two differ."""
    known = _KINDS.setdefault(kind.code, kind)
    if known != kind:
        raise ValueError(f"two kinds of notices are called {kind.code}")


def kind_of(code: str) -> Kind:
    """The kind of this code; GENERAL for one nobody registered."""
    return _KINDS.get(code, GENERAL)


def kinds() -> tuple[Kind, ...]:
    """Every kind known, by topic."""
    places = {topic: place for place, topic in enumerate(Topic)}
    return tuple(sorted(_KINDS.values(), key=lambda kind: (places[kind.topic], kind.code)))


def _register(topic: Topic, *, sms: str = "", breaks_quiet: bool = False, **titles: Text) -> None:
    for code, title in titles.items():
        register_kind(Kind(code, title, topic, sms=sms, breaks_quiet=breaks_quiet))


_register(
    Topic.WARNINGS,
    sms="warnings",
    warning_pushed=Text("预警已推送", "A warning was passed on to you"),
    warning_answered=Text("企业已反馈", "A firm has answered"),
    warning_returned=Text("反馈被退回", "An answer was sent back"),
    warning_verified=Text("整改已核实", "A cure was verified"),
    warning_closed=Text("预警已销号", "A warning was closed"),
    warning_cured=Text("预警已由数据消除", "A warning was cured by data"),
    warning_reopened=Text("预警再次出现", "A warning came back"),
    warning_disputed=Text("企业对预警提出异议", "A firm disputes a warning"),
    dispute_decided=Text("异议已有结论", "A dispute was decided"),
    pause_asked=Text("申请暂停期限", "A pause of a clock is asked for"),
    pause_decided=Text("暂停申请已有结论", "A pause was decided"),
    extension_asked=Text("申请延长期限", "An extension is asked for"),
    extension_decided=Text("延期申请已有结论", "An extension was decided"),
    handed_over=Text("事项已移交给您", "Work was handed over to you"),
    unassigned=Text("事项无人负责", "Work without anybody responsible"),
)
_register(
    Topic.CLOCKS,
    sms="clocks",
    clock_half=Text("期限过半", "Half of a time limit has passed"),
    clock_eve=Text("期限明日到期", "A time limit ends tomorrow"),
    clock_expired=Text("期限已到期", "A time limit has expired"),
    clock_moved=Text("期限有变动", "A time limit was moved"),
    reminder=Text("催办", "A reminder"),
    escalated=Text("已提级", "Passed one level up"),
    supervised=Text("已列入督办", "Put under supervision"),
)
_register(
    Topic.LETTERS,
    sms="letters",
    letter_issued=Text("文书已签发", "A letter was issued"),
    letter_served=Text("文书已送达", "A letter was served"),
    letter_waiting=Text("文书待签发", "A letter waits to be issued"),
)
_register(
    Topic.VISITS,
    sms="visits",
    visit_planned=Text("走访计划已排定", "A visit is planned"),
    visit_changed=Text("走访计划有调整", "A visit was moved"),
    visit_reported=Text("走访结果已提交", "A visit was reported"),
)
_register(
    Topic.RULES,
    rule_change_waiting=Text("规则变更待复核", "A change of a rule waits for a second person"),
    rule_change_decided=Text("规则变更已有结论", "A change of a rule was decided"),
)
_register(
    Topic.DATA,
    reconciliation_differences=Text("银行与工资表对不上", "The bank and the payroll differ"),
    feed_silent=Text("数据报送中断", "A feed has fallen silent"),
    data_refused=Text("报送的数据被退回", "Data sent in were refused"),
)
_register(
    Topic.SYSTEM,
    sms="system",
    breaks_quiet=True,
    evaluation_failed=Text("研判未完成", "An evaluation failed"),
    deliveries_failing=Text("通知发送异常", "Notices cannot be sent"),
)
