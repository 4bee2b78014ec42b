"""roster and attendance: read from the rulebook, in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from tests.simulation.judge.facts import Facts, Row, on_roster
from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month, years_later

Found = Iterator[tuple[str, str, str]]
KEY_POSTS = ("project_manager", "safety_officer", "chief_supervisor", "safety_supervisor")


def _project(p: Row, holds: bool, period: str = "") -> Found:
    if holds:
        yield "project", p["project_id"], period


def _recent_valid(f: Facts, p: Row) -> dict[str, list[date]]:
    days: dict[str, list[date]] = defaultdict(list)
    for row in f.days(p):
        if row["valid"] and f.recent(row["day"], 30):
            days[row["worker_id"]].append(row["day"])
    return days


def unregistered(f: Facts, p: Row) -> Found:
    employed = defaultdict(list)
    for row in f.of("employment", p):
        employed[row["worker_id"]].append(row)
    yield from _project(
        p,
        any(
            day + timedelta(days=3) < f.today
            and not any(
                on_roster(row, day) and row["registered_on"] and row["registered_on"] <= day + timedelta(days=3)
                for row in employed[worker]
            )
            for worker, days in _recent_valid(f, p).items()
            for day in days
        ),
    )


def no_contract(f: Facts, p: Row) -> Found:
    recent = _recent_valid(f, p)
    signed: dict[str, list[date]] = defaultdict(list)
    for row in f.of("employment", p):
        if row["contract_signed_on"]:
            signed[row["worker_id"]].append(row["contract_signed_on"])
    here = {row["worker_id"] for row in f.roster(p, f.today)}
    yield from _project(
        p, any(not any(day <= min(recent[w]) for day in signed[w]) for w in sorted(here) if w in recent)
    )


def no_labour_manager(f: Facts, p: Row) -> Found:
    managed = any(row["post"] == "labour_manager" for row in f.roster(p, f.today))
    holds = f.active(p, f.today) and not managed and (f.today - p["started_on"]).days >= 15
    yield from _project(p, holds)


def identity_invalid(f: Facts, p: Row) -> Found:
    yield from _project(p, any(not f.workers[row["worker_id"]]["identity_valid"] for row in f.roster(p, f.today)))


def under_age(f: Facts, p: Row) -> Found:
    first: dict[str, date] = {}
    for row in f.days(p):
        if row["valid"]:
            first[row["worker_id"]] = min(first.get(row["worker_id"], row["day"]), row["day"])
    for worker, day in first.items():
        birth = f.workers[worker]["birth_on"]
        if birth is not None and day < years_later(birth, 18):
            yield "worker", worker, ""


def over_age(f: Facts, p: Row) -> Found:
    # Only the oldest are judged here: whether anyone is past 63 (men) or 55 (women), or 60 and 50 before the reform.
    def past(worker: Row) -> bool:
        return worker["birth_on"] is not None and f.today > _retires(worker["birth_on"], worker["sex"])

    yield from _project(p, any(past(f.workers[row["worker_id"]]) for row in f.roster(p, f.today)))


def _retires(birth: date, sex: str | None) -> date:
    base, most, since, step = (50, 60, Month(1975, 1), 2) if sex == "female" else (60, 36, Month(1965, 1), 4)
    later = (birth.year - since.year) * 12 + birth.month - since.month
    delay = 0 if later < 0 else min(most, later // step + 1)
    return Month(birth.year + base, birth.month).shift(delay).day(birth.day)


def two_places(f: Facts, p: Row) -> Found:
    for worker in sorted({row["worker_id"] for row in f.days(p)} & f.several_places):
        here = [row for row in f.days(p) if row["worker_id"] == worker and row["valid"] and f.recent(row["day"], 30)]
        elsewhere = [row for q in f.projects if q is not p for row in f.days(q) if row["worker_id"] == worker]
        if any(
            there["valid"] and there["day"] == row["day"]
            and there["first_at"] < row["last_at"] and row["first_at"] < there["last_at"]
            for row in here
            for there in elsewhere
        ):  # fmt: skip
            yield "worker", worker, ""


def shared_card(f: Facts, p: Row) -> Found:
    cards: dict[str, set[str]] = defaultdict(set)
    for row in f.of("employment", p):
        card = f.workers[row["worker_id"]]["wage_card"]
        if card is not None:
            cards[card].add(row["worker_id"])
    yield from _project(p, any(len(holders) > 1 for holders in cards.values()))


def card_mismatch(f: Facts, p: Row) -> Found:
    here = f.roster(p, f.today)
    yield from _project(p, any(f.workers[row["worker_id"]]["card_holder_matches"] is False for row in here))


def leaver_unsettled(f: Facts, p: Row) -> Found:
    paid, valid = f.paid(p), f.valid_days(p)
    confirmed = {row["worker_id"] for row in f.of("payroll_line", p) if row["confirmed_on"]}
    due = f.due_months(p, back=1200)
    for row in f.of("employment", p):
        if row["left_on"] is None or row["settled_on"] is not None or (f.today - row["left_on"]).days < 15:
            continue
        worker = row["worker_id"]
        unpaid = any(valid[month].get(worker) and not paid.get((worker, str(month))) for month in due)
        if unpaid or worker not in confirmed:
            yield from _project(p, True)
            return


def paid_not_present(f: Facts, p: Row) -> Found:
    there = {(row["worker_id"], str(row["month"])) for row in f.days(p)}
    workers = {row["worker_id"] for row in f.of("employment", p) if row["post"] == "worker"}
    this_month = str(f.this_month)
    holds = any(
        row["status"] == "paid" and row["wage_month"] < this_month and row["worker_id"] in workers
        and (row["worker_id"], row["wage_month"]) not in there
        for row in f.of("wage_payment", p)
    )  # fmt: skip
    yield from _project(p, holds)


def silent_site(f: Facts, p: Row) -> Found:
    if not f.active(p, f.today) or not f.roster(p, f.today) or f.attendance_silent(p):
        return
    last = max((row["day"] for row in f.days(p)), default=p["started_on"])
    silent, day = 0, f.today
    while day > last:
        silent += not CHINA.is_day_off(day) and f.active(p, day)
        day -= timedelta(days=1)
    yield from _project(p, silent >= 3)


def never_started(f: Facts, p: Row) -> Found:
    if not f.active(p, f.today) or f.days(p) or f.attendance_silent(p):
        return
    days = sum(f.active(p, p["started_on"] + timedelta(days=n)) for n in range((f.today - p["started_on"]).days))
    yield from _project(p, days >= 10)


def low_rate(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        counted = [day for day in month if CHINA.is_working_day(day) and f.active(p, day)]
        asked = sum(on_roster(row, day) for row in f.of("employment", p) for day in counted)
        on_working_days = set(counted)
        valid = sum(row["valid"] and row["day"] in on_working_days for row in f.days(p) if row["month"] == month)
        # Stricter than the rule where weekends are left out of what is counted; see test_both_readings.
        if asked and valid * 100 < asked * 60:
            yield "project", p["project_id"], str(month)


def key_post_absent(f: Facts, p: Row) -> Found:
    keys = [row for row in f.of("employment", p) if row["post"] in KEY_POSTS]
    for month in f.past_months(p):
        site_days = {row["day"] for row in f.days(p) if row["valid"] and row["month"] == month}
        for row in keys:
            expected = [day for day in site_days if on_roster(row, day)]
            worker = row["worker_id"]
            came = sum(d["valid"] for d in f.days(p) if d["worker_id"] == worker and d["month"] == month)
            if expected and came * 100 < len(expected) * 80:
                yield "project", p["project_id"], str(month)
                break


def hand_typed(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        rows = [row for row in f.days(p) if row["month"] == month]
        if sum(row["supplements"] for row in rows) * 100 > sum(row["punches"] for row in rows) * 20:
            yield "project", p["project_id"], str(month)


def same_moment(f: Facts, p: Row) -> Found:
    moments = Counter((row["day"], row["first_at"], row["last_at"]) for row in f.days(p) if f.recent(row["day"], 30))
    yield from _project(p, any(count >= 10 for count in moments.values()))


def single_punch(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        rows = [row for row in f.days(p) if row["month"] == month]
        if sum(not row["valid"] for row in rows) * 100 > len(rows) * 30:
            yield "project", p["project_id"], str(month)


JUDGES = {
    "roster/unregistered": unregistered,
    "roster/no-contract": no_contract,
    "roster/no-labour-manager": no_labour_manager,
    "roster/identity-invalid": identity_invalid,
    "roster/under-age": under_age,
    "roster/over-age": over_age,
    "roster/two-places": two_places,
    "roster/shared-card": shared_card,
    "roster/card-mismatch": card_mismatch,
    "roster/leaver-unsettled": leaver_unsettled,
    "roster/paid-not-present": paid_not_present,
    "attendance/silent-site": silent_site,
    "attendance/never-started": never_started,
    "attendance/low-rate": low_rate,
    "attendance/key-post-absent": key_post_absent,
    "attendance/hand-typed": hand_typed,
    "attendance/same-moment": same_moment,
    "attendance/single-punch": single_punch,
}
