"""Tell operators that a channel does not carry."""

from datetime import datetime

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify_once
from xinan.notices.enums import Channel
from xinan.notices.recipients import holders_of
from xinan.people.enums import Role

_NAMES = {
    Channel.IN_APP: Text("站内通知", "in-app notices"),
    Channel.EMAIL: Text("邮件", "e-mail"),
    Channel.SMS: Text("短信", "text messages"),
}


def tell_operators(channel: Channel, *, error: XinanError, now: datetime) -> None:
    """One notice to each operator, until they have read it."""
    name = _NAMES[channel]
    notify_once(
        holders_of(Role.OPERATOR, on=now.date()),
        kind="deliveries_failing",
        subject=Text(f"{name.zh}发送失败（{error.code}）", f"Sending {name.en} fails ({error.code})"),
        body=Text(error.message("zh"), error.message("en")),
        link="/deliveries/?state=failed",
        about_kind="channel",
        about_id=channel,
        urgent=True,
        now=now,
    )
