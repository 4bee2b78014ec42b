"""Where the facts of workers lie."""

from xinan.registry.sql_fact import OF_TOUCHED, SqlFact, sql_fact

_OF_WORKERS = (
    f"worker_id IN (SELECT worker_id FROM workforce_employment WHERE {OF_TOUCHED}"  # noqa: S608 names of ours
    f" UNION SELECT worker_id FROM workforce_attendanceday WHERE {OF_TOUCHED})"
)
# Their days on other sites as well: who was in two places at once is read from them.
_THEIR_DAYS = (
    f"({OF_TOUCHED} OR worker_id IN"  # noqa: S608 names of ours
    f" (SELECT worker_id FROM workforce_attendanceday WHERE {OF_TOUCHED}))"
)

FACTS: dict[str, SqlFact] = {
    fact.table.name: fact
    for fact in (
        sql_fact("worker", "workforce_worker", touched=_OF_WORKERS),
        sql_fact("employment", "workforce_employment"),
        sql_fact("attendance_day", "workforce_attendanceday", touched=_THEIR_DAYS),
    )
}
