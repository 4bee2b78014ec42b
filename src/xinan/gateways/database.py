"""Which PostgreSQL the product uses: the one XINAN_DATABASE_URL names, else the embedded one."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from xinan.gateways import embedded_postgres
from xinan.gateways.home import postgres_dir

URL_VARIABLE = "XINAN_DATABASE_URL"


def database_url() -> str:
    """The URL of the database; starts nothing."""
    return os.environ.get(URL_VARIABLE) or embedded_postgres.running_url(postgres_dir())


def ensure_database() -> str:
    """Start the embedded server unless XINAN_DATABASE_URL names another; the URL, also left in the environment.

    A command calls it before Django is set up. The server started here stops when its last user ends.
    """
    if not os.environ.get(URL_VARIABLE):
        os.environ[URL_VARIABLE] = embedded_postgres.start(postgres_dir())
    return os.environ[URL_VARIABLE]


def parse_url(url: str) -> dict[str, Any]:
    """Django's database settings from a libpq URL; `?host=/socket/dir` is understood, other options are passed on.

    >>> parse_url("postgresql://u:p%40@db:5433/x?sslmode=require")["OPTIONS"]
    {'sslmode': 'require'}
    >>> parse_url("postgresql://postgres:@/xinan?host=/run/pg")["HOST"]
    '/run/pg'
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"{URL_VARIABLE} must begin with postgresql://; the product runs on PostgreSQL only.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "xinan.gateways.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def connection_url(settings: dict[str, Any]) -> str:
    """The libpq connection string of Django's database settings (the test runner changes their NAME)."""
    words = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        **{key: value for key, value in settings.get("OPTIONS", {}).items() if isinstance(value, str)},
    }
    return " ".join(f"{key}='{_escaped(str(value))}'" for key, value in words.items() if value)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")
