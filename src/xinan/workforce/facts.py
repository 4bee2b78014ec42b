"""Where the facts of workers lie."""

from xinan.registry.sql_fact import OF_TOUCHED, SqlFact, sql_fact

# The people are listed once and then looked up one by one: as a join PostgreSQL would read every day of the province.
_ATTENDED = f"SELECT worker_id FROM workforce_attendanceday WHERE {OF_TOUCHED}"  # noqa: S608 names of ours
_OF_WORKERS = (
    f"worker_id = ANY (ARRAY(SELECT worker_id FROM workforce_employment WHERE {OF_TOUCHED} UNION {_ATTENDED}))"  # noqa: S608
)
# Their days on other sites as well as here: who was in two places at once is read from them.
_THEIR_DAYS = f"worker_id = ANY (ARRAY({_ATTENDED} GROUP BY worker_id))"

FACTS: dict[str, SqlFact] = {
    fact.table.name: fact
    for fact in (
        sql_fact("worker", "workforce_worker", touched=_OF_WORKERS),
        sql_fact("employment", "workforce_employment"),
        sql_fact("attendance_day", "workforce_attendanceday", touched=_THEIR_DAYS),
    )
}
