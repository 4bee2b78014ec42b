"""Indexes by which a batch's part in the history is found: taking it back, and a month's versions, look for no more."""

from django.db import migrations

_EVENTS = (
    "payments_payrolllineevent",
    "payments_wagepaymentevent",
    "payments_accountentryevent",
    "workforce_employmentevent",
    "workforce_entryexitevent",
    "workforce_labourcontractevent",
)
_MONTHS = ("payments_payrolllineevent", "payments_wagepaymentevent")


def _index(name: str, on: str) -> migrations.RunSQL:
    return migrations.RunSQL(f"CREATE INDEX IF NOT EXISTS {name} ON {on}", f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0007_waiting_facts"),
        ("payments", "0002_bank_batches"),
        ("workforce", "0002_punch_versions"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        *(_index(f"{table}_of_batch", f"{table} (batch_id)") for table in _EVENTS),
        *(_index(f"{table}_of_month", f"{table} (project_id, wage_month)") for table in _MONTHS),
        _index("pghistory_context_of_batch", "pghistory_context ((metadata ->> 'batch')) WHERE metadata ? 'batch'"),
    ]
