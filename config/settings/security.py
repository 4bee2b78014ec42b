"""Keys, cookies, headers."""

import os

from config.settings.base import DEBUG
from xinan.gateways.home import secret

SECRET_KEY = secret("XINAN_SECRET_KEY")
ALLOWED_HOSTS = os.environ.get("XINAN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("XINAN_ORIGINS", "").split(",") if origin]

# TLS ends at a proxy in front; XINAN_TLS=1 says that there is one, and that nobody may come without it.
TLS = os.environ.get("XINAN_TLS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_SSL_REDIRECT = TLS and not DEBUG
SECURE_HSTS_SECONDS = 31_536_000 if TLS and not DEBUG else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS and not DEBUG
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = False  # htmx sends the token from the page

# Scripts come from here alone. Styles on elements are allowed: charts and heat tables set sizes and shades that way.
CONTENT_SECURITY_POLICY = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "style-src-attr": ("'unsafe-inline'",),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'", "data:"),
    "connect-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
}
