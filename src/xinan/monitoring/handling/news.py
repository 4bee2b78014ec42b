"""What a run changed that people have to handle: its warnings with the proceeding that stands for each. One statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import connection

from xinan.monitoring.confidential import CLOSED_EARLY, OVER_A_CLUE
from xinan.monitoring.models import EvaluationRun


@dataclass(frozen=True, slots=True)
class News:
    """A warning that a run moved, or that stands as no warning should (live and in nobody's hands, settled beyond its time).

    `event` is the run's (WarningEventKind), empty where time alone brought it here. `proceeding_id` is the last of this
    warning, or of the episode before it (`inherited`); `stands` its state, empty where it is closed. Of what is `untold`
    no firm hears.
    """

    warning_id: int
    rule: str
    state: str
    level: str
    event: str
    cause: str
    project_id: str
    region_code: str
    industry: str
    contractor_id: str
    owner_id: str
    bank_ids: tuple[str, ...]
    settled_as: str
    settled_level: str
    settled_at: datetime | None
    settled_until: date | None
    before_settled_as: str
    before_settled_level: str
    before_settled_at: datetime | None
    before_settled_until: date | None
    proceeding_id: int | None
    proceeding_state: str
    proceeding_level: str
    proceeding_open: bool
    inherited: bool
    untold: bool = False


def news_of(run: EvaluationRun, *, everything: bool, as_of: date, settled_before: datetime) -> list[News]:
    """What the run moved; of a run over everything, also what time has made due.

    `settled_before`: evidence taken later than that certainly still has its grace; what of the rest is for the decision.
    """
    given: dict[str, Any] = {
        "run_id": run.pk,
        "everything": everything,
        "as_of": as_of,
        "settled_before": settled_before,
        "closed_early": CLOSED_EARLY,
        "over_a_clue": json.dumps(OVER_A_CLUE),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, given)
        return [_news(row) for row in cursor.fetchall()]


_NAMES = tuple(field.name for field in fields(News))


def _news(row: Sequence[Any]) -> News:
    named = dict(zip(_NAMES, row, strict=True))
    return News(**{**named, "bank_ids": tuple(named["bank_ids"] or ())})


# Of a run over everything the live warnings in nobody's hands are taken too: those that stood before there was any
# handling. `updated` is no news: neither state nor level is another.
_NEWS = """
WITH moved AS (
    SELECT e.warning_id, e.kind, e.cause FROM monitoring_warningevent e
    WHERE e.run_id = %(run_id)s AND e.kind <> 'updated'
), due AS (
    SELECT w.id AS warning_id FROM monitoring_warning w
    WHERE %(everything)s AND w.state <> 'cured' AND w.settled_as = '' AND NOT EXISTS (
        SELECT 1 FROM procedures_proceeding p
        WHERE p.subject_kind = 'warning' AND p.subject_id = w.id::text AND p.closed_at IS NULL)
    UNION ALL
    SELECT w.id FROM monitoring_warning w
    WHERE %(everything)s AND w.state = 'open' AND (
        w.settled_as = 'exempted' AND w.settled_until < %(as_of)s
        OR w.settled_as = 'evidence' AND w.settled_at <= %(settled_before)s)
), taken AS (
    SELECT warning_id, kind, cause FROM moved
    UNION ALL
    SELECT warning_id, '', '' FROM due WHERE NOT EXISTS (SELECT 1 FROM moved WHERE moved.warning_id = due.warning_id)
)
SELECT w.id, w.rule, w.state, w.level, t.kind, t.cause, coalesce(w.project_id, ''),
    coalesce(p.region_code, firm.region_code, ''), coalesce(p.industry, ''),
    coalesce(p.contractor_id, CASE WHEN w.subject_kind = 'enterprise' THEN w.subject_id END, ''), coalesce(p.owner_id, ''),
    bank.ids, w.settled_as, w.settled_level, w.settled_at, w.settled_until,
    coalesce(before.settled_as, ''), coalesce(before.settled_level, ''), before.settled_at, before.settled_until,
    last.id, coalesce(last.state, ''), coalesce(last.level, ''), last.id IS NOT NULL AND last.closed_at IS NULL,
    coalesce(last.inherited, false), w.rule = %(closed_early)s AND w.measures @> %(over_a_clue)s::jsonb
FROM taken t JOIN monitoring_warning w ON w.id = t.warning_id
LEFT JOIN monitoring_warning before ON before.id = w.previous_id
LEFT JOIN registry_project p ON p.project_id = w.project_id
LEFT JOIN registry_enterprise firm ON w.project_id IS NULL AND firm.enterprise_id = w.subject_id
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT a.bank_id) AS ids FROM registry_wageaccount a
    WHERE a.project_id = w.project_id AND a.closed_on IS NULL
) bank ON true
LEFT JOIN LATERAL (
    SELECT q.id, q.state, q.level, q.closed_at, q.subject_id <> w.id::text AS inherited FROM procedures_proceeding q
    WHERE q.subject_kind = 'warning' AND q.subject_id IN (w.id::text, w.previous_id::text)
    ORDER BY q.subject_id = w.id::text DESC, q.id DESC LIMIT 1
) last ON true
ORDER BY w.id
"""
