"""Run by ezrules' own Python: makes its tables, 50 of its own rules, a key; prints the key and sample events as JSON.

Its package carries no migrations, so the tables are made from its models; the rest is what its commands do.
"""

import hashlib
import json
import os
import secrets
import subprocess
import sys
from importlib import import_module
from typing import Any


def main(rules: int, events: int) -> None:
    """Everything into the database that EZRULES_DB_ENDPOINT names."""
    database: Any = import_module("ezrules.models.database")
    models: Any = import_module("ezrules.models.backend_core")
    permissions: Any = import_module("ezrules.core.permissions")
    database.Base.metadata.create_all(bind=database.engine)
    permissions.PermissionManager.db_session = database.db_session
    permissions.PermissionManager.init_default_actions()
    database.db_session.commit()
    _command(
        "bootstrap-org", "--name", "bench", "--admin-email", "bench@example.org", "--admin-password", "bench-12345"
    )
    # Labels and outcomes come with the rules only where some events are labelled.
    _command("generate-random-data", "--n-rules", str(rules), "--n-events", "1", "--label-ratio", "1")
    key = f"ezrk_{secrets.token_hex(32)}"
    digest = hashlib.sha256(key.encode()).hexdigest()
    organisation = database.db_session.query(models.Organisation).one()
    database.db_session.add(models.ApiKey(gid="bench", key_hash=digest, label="bench", o_id=organisation.o_id))
    database.db_session.commit()
    count = database.db_session.query(models.Rule).count()
    samples = [event.event_data for event in import_module("ezrules.demo_data").build_demo_events(n_events=events)]
    print(json.dumps({"key": key, "rules": count, "events": samples}))


def _command(*arguments: str) -> None:
    code = "from ezrules.cli import cli; cli()"
    subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL, env=os.environ.copy()
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
