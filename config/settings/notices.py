"""What leaves the house for a notice: e-mail by SMTP, text messages by a provider (docs/operations/notices.md).

Without a server of either, a development machine writes to files in its data folder, where the demo shows them; a server
behind TLS sends nothing, and people are not offered the channel.
"""

import os
from datetime import time

from config.settings.security import CSRF_TRUSTED_ORIGINS, TLS
from xinan.gateways.home import home

_OUTBOX = home() / "outbox"

# Where links in e-mails and text messages lead.
XINAN_BASE_URL = os.environ.get("XINAN_BASE_URL", next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")).rstrip("/")

EMAIL_HOST = os.environ.get("XINAN_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("XINAN_SMTP_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("XINAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("XINAN_SMTP_PASSWORD", "")
# ssl (from the first byte), starttls, or none (a relay on this machine only).
_SECURITY = os.environ.get("XINAN_SMTP_SECURITY", "ssl")
EMAIL_USE_SSL = _SECURITY == "ssl"
EMAIL_USE_TLS = _SECURITY == "starttls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("XINAN_MAIL_FROM", "xinan@localhost")
EMAIL_FILE_PATH = str(_OUTBOX / "mail")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif TLS:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

XINAN_SMS = {
    "url": os.environ.get("XINAN_SMS_URL", ""),
    "key": os.environ.get("XINAN_SMS_KEY", ""),
    "sign": os.environ.get("XINAN_SMS_SIGN", "薪安"),
    # The provider's numbers of our templates: `clocks=SMS_1001,verify=SMS_1002,…`
    "templates": os.environ.get("XINAN_SMS_TEMPLATES", ""),
    # Where messages are written to while there is no provider; none on a server.
    "outbox": "" if TLS else str(_OUTBOX / "sms.jsonl"),
}
# From this time of day on the daily digest goes out.
XINAN_DIGEST_AT = time.fromisoformat(os.environ.get("XINAN_DIGEST_AT", "08:30"))
