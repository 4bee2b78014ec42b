"""PostgreSQL, the only database, and the history triggers in it."""

from typing import Any

import pgtrigger

from xinan.gateways.database import database_url, parse_url

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **parse_url(database_url()),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "TEST": {"TEMPLATE": "template0"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# History: one trigger a statement, not a row, so that bulk imports stay fast; nobody may edit it afterwards.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
# Imports commit in one transaction; the moment of the row tells them apart no better than the batch does.
PGHISTORY_CREATED_AT_FUNCTION = "NOW()"
