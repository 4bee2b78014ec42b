"""What the code of a failed delivery means, for whoever is to put it right."""

from xinan.kernel.text import Text

_WORDS = {
    "no-address": Text("收件人没有已验证的联系方式", "No verified address"),
    "sms-not-configured": Text("没有配置短信服务商", "No provider of text messages is set up"),
    "sms-template-unknown": Text("服务商没有对应的模板编号", "The provider has no number of this template"),
    "sms-timeout": Text("短信服务商没有及时应答", "The provider did not answer in time"),
    "sms-unreachable": Text("连不上短信服务商", "The provider cannot be reached"),
    "mail-ConnectionRefusedError": Text("连不上邮件服务器", "The mail server cannot be reached"),
    "mail-gaierror": Text("找不到邮件服务器", "The mail server's name is unknown"),
    "mail-TimeoutError": Text("邮件服务器没有及时应答", "The mail server did not answer in time"),
    "mail-535": Text("邮件服务器不认发件账户的密码", "The mail server refuses our account's password"),
    "mail-550": Text("收件邮箱不存在", "There is no such mailbox"),
}
_SIDES = {
    "sms": Text("短信服务商返回的代码", "The provider's code"),
    "mail": Text("邮件服务器返回的代码", "The mail server's code"),
}


def error_words(code: str) -> Text | None:
    """What a code means; whose code it is where nobody has said; None for none."""
    return _WORDS.get(code) or _SIDES.get(code.split("-", 1)[0])
