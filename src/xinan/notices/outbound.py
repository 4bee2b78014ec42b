"""What sending needs of the outside, put together at the edge and handed down."""

from dataclasses import dataclass
from datetime import time
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

from xinan.gateways.sms import SmsGateway, plain_code
from xinan.gateways.wiring import Wiring
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import Clock
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.notices.enums import Channel
from xinan.notices.mail_texts import Mail


@dataclass(frozen=True, slots=True)
class Outbound:
    """The clock, the keys, the gateways, where links lead, and when the digest goes out."""

    clock: Clock
    keyring: Keyring
    sms: SmsGateway | None
    base_url: str
    digest_at: time

    @classmethod
    def of(cls, wiring: Wiring) -> "Outbound":
        """As this process is set up."""
        return cls(wiring.clock, wiring.keyring, wiring.sms, settings.XINAN_BASE_URL, settings.XINAN_DIGEST_AT)

    def offers(self, channel: Channel) -> bool:
        """Whether anything can be sent this way at all."""
        if channel is Channel.SMS:
            return self.sms is not None
        return channel is Channel.IN_APP or not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


class MailRefused(XinanError):
    """The mail server will never take this e-mail."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"mail-{plain_code(reason)}",
            Text("邮件服务器拒绝了这封邮件。", "The mail server refused the e-mail."),
            Text("按返回的代码核对邮箱地址和发件账户。", "Check the address and the sender's account by the code."),
        )


class MailUnavailable(XinanError):
    """The mail server cannot be reached, or asks to come back later."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"mail-{plain_code(reason)}",
            Text("邮件服务器暂时无法连接。", "The mail server cannot be reached."),
            Text("稍后会自动重试。", "It is tried again later."),
        )


def send_mail(mail: Mail, *, to: str, key: str) -> None:
    """Hand an e-mail to the mail server. Raises MailRefused (for good) or MailUnavailable (try again).

    `key` makes the Message-ID, the same when it is sent again: most mail programs show such a letter once.
    """
    message = EmailMessage(mail.subject, mail.body, to=[to], headers={"Message-ID": f"<{key}@xinan>"})
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _by_code(code) from None
    except SMTPResponseException as error:
        raise _by_code(error.smtp_code) from None
    except (SMTPException, OSError) as error:
        raise MailUnavailable(type(error).__name__) from None


def _by_code(code: int) -> XinanError:
    """5xx is for good, 4xx for now; what is wrong with our own account (530 to 535) may be put right."""
    if 500 <= code < 600 and not 530 <= code <= 535:
        return MailRefused(str(code))
    return MailUnavailable(str(code))
