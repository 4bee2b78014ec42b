"""Days of attendance back into the punches they were summed up from."""

from typing import Any

import pyarrow as pa
from psycopg import Cursor

from xinan.jobs.demo.copying import CHUNK_ROWS, to_csv

# In at first_at, out at last_at, the others evenly between; the first `supplements` of them typed in by hand.
_PUNCHES = """
INSERT INTO workforce_punch (project_id, worker_id, at, direction, method, supplement)
SELECT project_id, worker_id,
       (day + first_at + CASE WHEN n = punches AND n > 1 THEN last_at - first_at
            ELSE date_trunc('second', (last_at - first_at) * (n - 1) / greatest(punches - 1, 1)) END)
           AT TIME ZONE 'Asia/Shanghai',
       CASE WHEN n = punches AND n > 1 OR n % 2 = 0 THEN '02' ELSE '01' END,
       CASE WHEN n <= supplements THEN 'manual' ELSE '001' END,
       n <= supplements
FROM demo_day, generate_series(1, punches) AS n
"""
_DAY = """
CREATE TEMPORARY TABLE demo_day (
    project_id text, worker_id text, day date, first_at time, last_at time, punches integer, supplements integer
) ON COMMIT DROP
"""
_COLUMNS = ["project_id", "worker_id", "day", "first_at", "last_at", "punches", "supplements"]


def punches_from_days(cursor: Cursor[Any], days: pa.Table) -> None:
    """Write the punches of the days given; the days themselves are left for the product to sum up."""
    cursor.execute(_DAY)
    with cursor.copy("COPY demo_day FROM STDIN (FORMAT csv)") as copy:
        for batch in days.select(_COLUMNS).to_batches(max_chunksize=CHUNK_ROWS):
            copy.write(to_csv(batch))
    cursor.execute(_PUNCHES)
