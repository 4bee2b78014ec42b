"""What text messages read like. Their places hold a count, a code and one fixed link; nothing of a notice goes in.

A provider has each of them approved beforehand, in Chinese; the texts here are those to hand in.
"""

from dataclasses import dataclass
from typing import Final

from xinan.kernel.text import Text

LINK: Final = "/notices/"


@dataclass(frozen=True, slots=True)
class SmsText:
    """One template: our code of it, what it is for, its text with places in braces."""

    code: str
    purpose: Text
    text: str


_TEXTS: Final = (
    SmsText("warnings", Text("预警处置", "Handling of warnings"), "您有{count}条预警处置通知，请登录查看：{link}"),
    SmsText("clocks", Text("期限与催办", "Time limits and reminders"), "您有{count}项期限提醒，请尽快登录处理：{link}"),
    SmsText("letters", Text("文书", "Letters"), "您有{count}份文书通知，请登录查看：{link}"),
    SmsText("visits", Text("走访", "Visits"), "您有{count}条走访通知，请登录查看：{link}"),
    SmsText("system", Text("系统运行", "Running of the system"), "平台有{count}项运行告警，请登录处理：{link}"),
    SmsText("verify", Text("验证手机号码", "Verifying a number"), "验证码{code}，10分钟内有效，请勿告诉他人。"),
)
SMS_TEXTS: Final = {text.code: text for text in _TEXTS}
VERIFY: Final = "verify"


def counted(code: str, *, count: int, base_url: str) -> tuple[dict[str, str], str]:
    """The values of a template that speaks of so many notices, and what it reads like with them."""
    params = {"count": str(count), "link": f"{base_url}{LINK}"}
    return params, SMS_TEXTS[code].text.format(**params)


def verifying(number: str) -> tuple[dict[str, str], str]:
    """The values of the template that carries a code, and what it reads like."""
    params = {"code": number}
    return params, SMS_TEXTS[VERIFY].text.format(**params)
