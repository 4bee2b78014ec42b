"""Generated worlds with people at work: whole spans of attendance, and crowds on one day.

Attendance drawn row by row seldom gives a share of a month, five days in two places or ten people at one moment.
"""

from datetime import date, timedelta

from tests.rules import drawing as st
from tests.rules.worlds import AS_OF, MONTHS, PROJECTS, ROWS, SIGNED, WORKERS, Facts, Row, days, rarely, worlds
from xinan.rules.vocabulary import TABLES

# A site where nobody ever punches.
QUIET = "P5"
_FIRST = ("07:00:00", "08:00:00", "11:00:00")
_SHIFTS = (("07:00:00", "12:00:00"), ("12:00:00", "17:00:00"), ("08:00:00", "17:00:00"))
# 18 and 16 in a year without 29 February; men of 61 or so in the first months of 2026; women of 50 or 51.
BIRTHS = (
    *(date(2008, 2, 28), date(2008, 2, 29), date(2010, 2, 19), date(2010, 3, 1), date(2010, 3, 31)),
    *(date(1965, 9, 30), date(1965, 10, 31), date(1965, 11, 30), date(1965, 12, 1)),
    *(date(1975, 7, 31), date(1975, 8, 31), date(1975, 9, 1), date(1974, 12, 31)),
)
_LAST = ("11:59:59", "12:00:00", "17:00:00")


@st.composite
def spans(draw: st.DrawFn) -> list[Row]:
    """Attendance of one worker on one project for some days in a row, all alike."""
    begins, length = draw(days()), draw(st.integers(1, 24))
    alike = _alike(draw, worker_id=draw(st.sampled_from(WORKERS)))
    return [{**alike, "day": begins + timedelta(days=n)} for n in range(length)]


@st.composite
def crowds(draw: st.DrawFn) -> list[Row]:
    """Attendance of 9 to 11 workers on one day, all alike, often at an edge of the last 30 days."""
    day = AS_OF - timedelta(days=draw(st.sampled_from((0, 28, 29, 30, 31)) | st.integers(0, 45)))
    alike = _alike(draw, day=day)
    return [{**alike, "worker_id": f"X{n}"} for n in range(draw(st.sampled_from((9, 10, 10, 11))))]


def _alike(draw: st.DrawFn, **columns: date | str) -> Row:
    return {
        "project_id": draw(st.sampled_from(PROJECTS[:2])),
        "first_at": draw(st.sampled_from(_FIRST)),
        "last_at": draw(st.sampled_from(_LAST)),
        "punches": draw(st.sampled_from((1, 2, 5))),
        "supplements": draw(st.sampled_from((0, 0, 1, 4))),
        **columns,
    }


@st.composite
def doubles(draw: st.DrawFn) -> list[Row]:
    """Attendance of one worker on both busy projects for some days in a row, with spans that meet, touch or do not."""
    begins, length = draw(st.dates(AS_OF - timedelta(days=60), AS_OF)), draw(st.integers(1, 7))
    worker = draw(st.sampled_from(WORKERS))
    alike = [
        {**_alike(draw, worker_id=worker), "project_id": project, "punches": 4, "first_at": first, "last_at": last}
        for project in PROJECTS[:2]
        for first, last in [draw(st.sampled_from(_SHIFTS))]
    ]
    return [{**row, "day": begins + timedelta(days=n)} for n in range(length) for row in alike]


@st.composite
def crews(draw: st.DrawFn) -> Facts:
    """A crew of one project in one state, but for a few: registered, under contract, paid; together for some days.

    So that shares of workers come out on both sides of their steps, ten are paid without attendance, and somebody in
    a key post is there on about the days that count.
    """
    size, odd = draw(st.sampled_from((4, 5, 6, 9, 10, 11, 12))), draw(st.integers(0, 3))
    project, begins = draw(st.sampled_from(PROJECTS[:2])), AS_OF - timedelta(days=draw(st.integers(0, 70)))
    length, is_there = draw(st.sampled_from((1, 2, 5, 6, 10, 20))), draw(st.sampled_from((True, True, False)))
    early, seen = AS_OF - timedelta(days=200), timedelta(days=draw(st.sampled_from((0, 3, 4))))
    post = draw(st.sampled_from(("worker", "safety_officer")))
    month = draw(st.sampled_from(MONTHS))
    hired, attended, paid = [], [], []
    for n in range(size):
        who = {"project_id": project, "worker_id": f"Y{n}"}
        signed = None if n < odd else early
        registered = draw(st.sampled_from((None, begins + seen))) if n < odd else early
        terms = {"entered_on": early, "left_on": None, "contract_signed_on": signed, "registered_on": registered}
        hired.append(draw(ROWS["employment"]) | who | terms | {"post": post if n == 0 else "worker"})
        days = length - draw(st.integers(0, 2)) if n == 0 else length
        shift = {"first_at": "08:00:00", "last_at": f"17:00:{n:02}", "punches": 2, "supplements": 0}
        attended += [who | shift | {"day": begins + timedelta(days=d)} for d in range(days) if is_there]
        paid.append(draw(ROWS["wage_payment"]) | who | {"wage_month": month, "status": "paid", "account_id": "A1"})
    return {"employment": hired, "attendance_day": attended, "wage_payment": paid if draw(st.booleans()) else []}


@st.composite
def people(draw: st.DrawFn, worker: str) -> Row:
    """A worker, often about to come of age or to retire."""
    born = draw(st.none() | st.sampled_from(BIRTHS) | st.dates(date(1960, 1, 1), date(2012, 12, 31)))
    return {**draw(ROWS["worker"]), "worker_id": worker, "birth_on": born}


@st.composite
def hires(draw: st.DrawFn) -> Row:
    """An employment on one of the busy projects, seldom ended."""
    row = draw(ROWS["employment"])
    return {
        **row,
        "project_id": draw(st.sampled_from(PROJECTS[:2])),
        "post": draw(st.sampled_from(("worker", "worker", "labour_manager", "project_manager", "chief_supervisor"))),
        "left_on": draw(rarely(days())),
    }


@st.composite
def payments(draw: st.DrawFn) -> Row:
    """A payment made on one of the busy projects."""
    return {**draw(ROWS["wage_payment"]), "project_id": draw(st.sampled_from(PROJECTS[:2])), "status": "paid"}


@st.composite
def sites(draw: st.DrawFn) -> Row:
    """A project under contract that has mostly begun and seldom ended."""
    started_on = draw(st.sampled_from((None, *SIGNED)) | st.dates(AS_OF - timedelta(days=45), AS_OF))
    return {
        **draw(ROWS["project"]),
        "contract_signed_on": SIGNED[0],
        "started_on": started_on,
        "completed_on": draw(rarely(days())),
    }


@st.composite
def busy_worlds(draw: st.DrawFn, *tables: str) -> Facts:
    """`worlds(*tables)` with sites, employments, spans and crowds beside; the first row of a key stays."""
    facts = draw(worlds("attendance_day", "employment", *tables))
    many, some = st.lists(crowds(), min_size=1, max_size=2), st.lists(spans(), min_size=1, max_size=4)
    attended = [row for rows in (*draw(many), draw(doubles()), *draw(some)) for row in rows]
    crew = draw(st.just({}) | crews())
    more = {
        "project": [{**draw(sites()), "project_id": project} for project in (*PROJECTS[:2], QUIET)],
        "worker": [draw(people(worker)) for worker in WORKERS],
        "employment": draw(st.lists(hires(), min_size=2, max_size=8)),
        "wage_payment": draw(st.lists(payments(), min_size=4, max_size=8)),
        "attendance_day": [{**row, "supplements": min(row["supplements"], row["punches"])} for row in attended],
    }
    together = {name: [*crew.get(name, ()), *more.get(name, ()), *rows] for name, rows in facts.items()}
    for name, letter in (("employment", "M"), ("wage_payment", "Z")):
        key = TABLES[name].key[0]
        together[name] = [row | {key: f"{letter}{n:03}"} for n, row in enumerate(together[name])]
    return {name: _first_of_each(name, rows) for name, rows in together.items()}


def _first_of_each(table: str, rows: list[Row]) -> list[Row]:
    by_key: dict[tuple[object, ...], Row] = {}
    for row in rows:
        by_key.setdefault(tuple(row[column] for column in TABLES[table].key), row)
    return list(by_key.values())
