"""The statements of the figures. `{asked}` is the query of the proceedings that the viewer may see and asked for."""

from typing import Final

from xinan.monitoring.figures.definitions import FIGURES, Figure, Part

# A clock that was voided after it had run out was not kept: being cured later does not make up for it.
FLAGS: Final = """
WITH asked AS ({asked}),
clock AS (
    SELECT c.proceeding_id, c.code,
        bool_or(c.state IN ('met', 'late') OR {over}) AS due,
        bool_or(c.state NOT IN ('met', 'late') AND {over}) AS undone,
        bool_or(c.state = 'late') AS late
    FROM procedures_clock c JOIN asked a ON a.id = c.proceeding_id
    WHERE c.code IN ('sign', 'feedback', 'verify', 'cure')
    GROUP BY 1, 2
),
flags AS (
    SELECT a.id, a.region_code, a.link, a.level, a.holder_office_id, a.subject_id, a.project_id, a.opened_at, a.closed_at,
        a.closed_as, a.state,
        coalesce(s.due, false) AS sign_due, coalesce(s.undone, false) AS sign_undone, coalesce(s.late, false) AS sign_late,
        coalesce(f.due, false) AS feedback_due, coalesce(f.undone, false) AS feedback_undone,
        coalesce(f.late, false) AS feedback_late,
        coalesce(v.due, false) AS verify_due, coalesce(v.undone, false) AS verify_undone,
        coalesce(v.late, false) AS verify_late,
        coalesce(u.late OR u.undone, false) AS cure_late,
        a.closed_as IN ('cured_by_data', 'evidence') AS cured,
        a.closed_as IN ('evidence', 'false_alarm', 'exempted', 'to_case') AS by_people,
        a.closed_as = 'false_alarm' AS false_alarm,
        coalesce(next.opened_at <= a.closed_at + %s::interval, false) AS came_back,
        coalesce(a.closed_at <= %s::timestamptz - %s::interval, false) AS rested,
        (a.closed_at AT TIME ZONE 'Asia/Shanghai')::date - (a.opened_at AT TIME ZONE 'Asia/Shanghai')::date AS days
    FROM asked a
    LEFT JOIN clock s ON s.proceeding_id = a.id AND s.code = 'sign'
    LEFT JOIN clock f ON f.proceeding_id = a.id AND f.code = 'feedback'
    LEFT JOIN clock v ON v.proceeding_id = a.id AND v.code = 'verify'
    LEFT JOIN clock u ON u.proceeding_id = a.id AND u.code = 'cure'
    LEFT JOIN procedures_proceeding next ON next.previous_id = a.id
    WHERE EXISTS (SELECT 1 FROM procedures_clock c WHERE c.proceeding_id = a.id)
)
"""
_OVER: Final = (
    "(c.state = 'expired' OR c.state = 'running' AND c.due_at <= %s::timestamptz"
    " OR c.state = 'void' AND c.ended_at >= c.due_at)"
)
OVER_TIMES: Final = 2  # how often the moment is asked for before the figures

KEYS: Final = {
    "all": "''",
    "prefecture": "CASE WHEN region_code = '' THEN '' ELSE left(region_code, 4) || '00' END",
    "county": "region_code",
    "link": "link",
    "level": "level",
    "rule": "(SELECT w.rule FROM monitoring_warning w WHERE w.id = flags.subject_id::bigint)",
    "office": "coalesce(holder_office_id::text, '')",
    "month": "to_char(opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')",
}


def flags(asked: str) -> str:
    """The flags of each proceeding."""
    return FLAGS.format(asked=asked, over=_OVER)


def grouped(asked: str, *, key: str) -> str:
    """Every figure's counts by a key, in the order of FIGURES: due, done, late, and the median where it is a time."""
    columns = ", ".join(column for figure in FIGURES for column in _columns(figure))
    return f"{flags(asked)} SELECT {KEYS[key]} AS key, count(*), {columns} FROM flags GROUP BY 1 ORDER BY 1"  # noqa: S608


def listed(asked: str, *, figure: Figure, part: Part) -> str:
    """The proceedings behind a figure, the longest undone first, then the latest; and how many there are."""
    return (
        f"{flags(asked)} SELECT id, count(*) OVER () FROM flags WHERE {figure.condition(part)}"  # noqa: S608 our own conditions
        " ORDER BY closed_at IS NULL DESC, opened_at, id LIMIT %s OFFSET %s"
    )


def _columns(figure: Figure) -> tuple[str, ...]:
    parts = (Part.DUE, Part.DONE, Part.LATE)
    counts = tuple(f"count(*) FILTER (WHERE {figure.condition(part)})" for part in parts)
    median = f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {figure.days}) FILTER (WHERE {figure.due})"
    return (*counts, median if figure.is_time else "NULL")
