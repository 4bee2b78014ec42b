"""What e-mails read like: plain text, in the recipient's language. A notice's body never stands in one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.notices.enums import Topic
from xinan.notices.kinds import kind_of
from xinan.notices.models import Notice

# Nobody reads a hundred lines of mail; the list has them all.
MOST_LINES: Final = 50
# The second net under the rule that subjects hold no number of anybody's: identity numbers, phones, bank cards.
_NUMBERS: Final = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|1[3-9]\d{9}|\d{15,19})(?![0-9A-Za-z])")
_TOPICS: Final = {
    Topic.WARNINGS: Text("预警处置", "Warnings"),
    Topic.CLOCKS: Text("期限与催办", "Time limits"),
    Topic.LETTERS: Text("文书", "Letters"),
    Topic.VISITS: Text("走访", "Visits"),
    Topic.RULES: Text("规则与研判", "Rules and evaluation"),
    Topic.DATA: Text("数据与对账", "Data and reconciliation"),
    Topic.SYSTEM: Text("系统运行", "Running of the system"),
    Topic.GENERAL: Text("其他", "Other"),
}
_FOOT = Text(
    "本邮件由薪安平台自动发出，请勿回复。通知方式可在“通知设置”中修改：{link}",
    "Sent by the Xin'an platform; please do not reply. Change how you are told under “Notice settings”: {link}",
)
_OPEN = Text("登录查看：{link}", "Sign in to read it: {link}")
_MORE = Text("另有 {more} 条，登录后可全部查看。", "{more} more; sign in to read them all.")
_DIGEST_SUBJECT = Text("薪安每日摘要：{count} 条未读通知", "Xin'an daily digest: {count} unread notices")
_CODE_SUBJECT = Text("薪安邮箱验证码", "Xin'an: verify your address")
_CODE = Text(
    "验证码 {code}，10 分钟内有效，请勿告诉他人。",
    "Your code is {code}. It is valid for 10 minutes; tell it to nobody.",
)


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail without its address."""

    subject: str
    body: str


def notice_mail(notice: Notice, *, language: str, base_url: str) -> Mail:
    """One notice: its kind in the subject line, its subject only where its kind names nobody."""
    kind = kind_of(notice.kind)
    title = kind.title.in_language(language)
    said = [line_of(notice, language=language), _OPEN.in_language(language).format(link=f"{base_url}/notices/")]
    return Mail(f"{_mark(language)}{title}", _letter(said, language=language, base_url=base_url))


def digest_mail(notices: Sequence[Notice], *, language: str, base_url: str) -> Mail:
    """Everything of a day in one, by topic; the newest first within a topic."""
    shown = sorted(notices[:MOST_LINES], key=lambda notice: list(Topic).index(Topic(notice.topic)))
    said: list[str] = []
    for topic, group in groupby(shown, key=lambda notice: notice.topic):
        said.append(_group(Topic(topic), group, language=language))
    if len(notices) > MOST_LINES:
        said.append(_MORE.in_language(language).format(more=len(notices) - MOST_LINES))
    said.append(_OPEN.in_language(language).format(link=f"{base_url}/notices/?unread=1"))
    subject = _DIGEST_SUBJECT.in_language(language).format(count=len(notices))
    return Mail(subject, _letter(said, language=language, base_url=base_url))


def code_mail(number: str, *, language: str, base_url: str) -> Mail:
    """The code that verifies an address."""
    said = [_CODE.in_language(language).format(code=number)]
    return Mail(_CODE_SUBJECT.in_language(language), _letter(said, language=language, base_url=base_url))


def line_of(notice: Notice, *, language: str) -> str:
    """One line about a notice, without anything of a person."""
    kind = kind_of(notice.kind)
    if not kind.mails_subject:
        return kind.title.in_language(language)
    return _NUMBERS.sub("***", notice.subject.in_language(language))


def _group(topic: Topic, notices: Iterable[Notice], *, language: str) -> str:
    lines = [
        f"  · {notice.at.astimezone(CHINA):%m-%d %H:%M} {line_of(notice, language=language)}" for notice in notices
    ]
    return "\n".join([f"{_TOPICS[topic].in_language(language)} ({len(lines)})", *lines])


def _letter(said: Iterable[str], *, language: str, base_url: str) -> str:
    foot = _FOOT.in_language(language).format(link=f"{base_url}/notices/settings/")
    return "\n\n".join([*said, "--\n" + foot]) + "\n"


def _mark(language: str) -> str:
    return Text("【薪安】", "[Xin'an] ").in_language(language)
