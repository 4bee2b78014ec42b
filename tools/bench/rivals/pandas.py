"""The ten rules in pandas, each one function of the frames."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from tools.bench.rivals import Verdict
from tools.bench.rivals.frames import MONTH, PERSON, Frames, days_of, is_valid, months_of

Found = pd.DataFrame


def verdicts(frames: Frames, rule: str) -> frozenset[Verdict]:
    """What one rule finds."""
    found = RULES[rule](frames)
    periods = [None] * len(found) if "month" not in found else [_month(number) for number in found.month]
    return frozenset(
        Verdict(rule, str(project), period, str(level))
        for project, period, level in zip(found.project_id, periods, found.level, strict=True)
    )


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def wages_unpaid(frames: Frames) -> Found:
    """A past month in which somebody who worked has nothing."""
    worked = frames.past(frames.worker_month())
    joined = worked.merge(frames.paid(), on=PERSON, how="left")
    joined["unpaid"] = joined.paid.fillna(0) == 0
    months = joined.groupby(MONTH, observed=True).unpaid.agg(["size", "sum"]).reset_index()
    due = frames.with_due(months[months["sum"] > 0])
    due = due[due.late >= 1]
    is_many = (due.late >= 31) & (due["sum"] * 10 >= due["size"])
    return due.assign(level=np.select([is_many | (due.late >= 61), due.late >= 31], ["red", "orange"], "yellow"))


def wages_part_paid(frames: Frames) -> Found:
    """A past month in which somebody who worked has less than the payroll says."""
    line = frames.past(frames.tables["payroll_line"], column="wage_month")
    keys = ["project_id", "worker_id", "wage_month"]
    owed = line.groupby(keys, observed=True, sort=False).payable.sum().reset_index()
    money = owed.rename(columns={"wage_month": "month"}).merge(frames.paid(), on=PERSON)
    short = money[(money.paid > 0) & (money.paid < money.payable)].merge(frames.worker_month(), on=PERSON)
    due = frames.with_due(short[MONTH].drop_duplicates())
    due = due[due.late >= 1]
    return due.assign(level=np.select([due.late >= 61, due.late >= 31], ["red", "orange"], "yellow"))


def wages_no_payroll(frames: Frames) -> Found:
    """A past month of work for which no line of its workers was handed in by the tenth."""
    worked = frames.past(frames.worker_month())
    line = frames.tables["payroll_line"][["project_id", "worker_id", "wage_month"]].drop_duplicates()
    has_line = line.rename(columns={"wage_month": "month"}).assign(has_line=1)
    joined = worked.merge(has_line, on=PERSON, how="left")
    lines = joined.groupby(MONTH, observed=True).has_line.count().reset_index()
    without = lines[lines.has_line == 0].merge(frames.tables["project"][["project_id"]], on="project_id")
    deadline = days_of(without.month.to_numpy() + 1) + np.timedelta64(9, "D")
    late = (np.datetime64(frames.today, "D") - deadline).astype(int)
    found = without.assign(level=np.where(late >= 21, "orange", "yellow"))
    return found[late >= 1]


def funding_no_transfer(frames: Frames) -> Found:
    """A past month of work, under way for half of it, into which the owner moved nothing."""
    days = frames.active_days()
    active = days.assign(month=months_of(days.day)).groupby(MONTH, observed=True).size().rename("days").reset_index()
    worked = frames.project_month()[MONTH]
    asked = worked[worked.month < frames.this_month].merge(active[active.days >= 15], on=MONTH)
    transfer = frames.owner_transfers()
    came = transfer.assign(month=months_of(transfer.booked_on), came=True)[[*MONTH, "came"]].drop_duplicates()
    dry = asked.merge(came, on=MONTH, how="left")
    dry = dry[dry.came.isna()][MONTH]
    before = dry.assign(month=dry.month + 1, is_second=True)
    found = frames.past(dry.merge(before, on=MONTH, how="left"))
    return found.assign(level=np.where(found.is_second.notna(), "red", "yellow"))


def funding_below_payable(frames: Frames) -> Found:
    """The owner moved less than the payrolls of past months come to."""
    line = frames.tables["payroll_line"]
    owed = line[line.wage_month < frames.this_month].groupby("project_id", observed=True).payable.sum().reset_index()
    came = frames.owner_transfers().groupby("project_id", observed=True).amount.sum().reset_index()
    both = owed.merge(frames.tables["project"][["project_id"]], on="project_id").merge(
        came, how="left", on="project_id"
    )
    short = both[both.payable > both.amount.fillna(0)]
    # Only those that fall short are looked at worker by worker.
    days = frames.tables["attendance_day"]
    theirs = days[days.project_id.isin(short.project_id)]
    theirs = theirs[is_valid(theirs)]
    worked = theirs.assign(month=months_of(theirs.day))[PERSON].drop_duplicates()
    worked = worked[worked.month < frames.this_month].merge(frames.paid(), on=PERSON, how="left")
    due = frames.with_due(worked[worked.paid.fillna(0) == 0])
    unpaid = due[due.late >= 1].project_id.unique()
    return short.assign(level=np.where(short.project_id.isin(unpaid), "red", "orange"))[["project_id", "level"]]


def attendance_silent_site(frames: Frames) -> Found:
    """People on the roster of an active project, and nobody seen for days."""
    days = frames.active_days()
    today = days[days.day == frames.today].project_id
    employment = frames.tables["employment"]
    staffed = employment[~(employment.left_on < frames.today)].project_id.unique()
    last = (
        frames.tables["attendance_day"].groupby("project_id", observed=True).day.max().rename("last_on").reset_index()
    )
    last = last[last.project_id.isin(today) & last.project_id.isin(staffed)]
    after = days.merge(last, on="project_id")
    silent = after[(after.day > after.last_on) & ~after.is_day_off].groupby("project_id", observed=True).size()
    found = silent[silent >= 3].rename("silent").reset_index()
    return found.assign(level=np.select([found.silent >= 15, found.silent >= 7], ["red", "yellow"], "blue"))


def attendance_low_rate(frames: Frames) -> Found:
    """A past month in which far fewer days were worked than the roster has."""
    months = frames.past(frames.project_month()).merge(frames.tables["project"][["project_id"]], on="project_id")
    spans = _stays(frames).merge(months, on="project_id")
    first = np.maximum(spans.entered_on.to_numpy(), days_of(spans.month.to_numpy()).astype("datetime64[s]"))
    end = (days_of(spans.month.to_numpy() + 1) - np.timedelta64(1, "D")).astype("datetime64[s]")
    last = np.minimum(spans.left_on.to_numpy(), end)
    so_far, origin = _working_days_so_far(frames)
    place = spans.project_id.cat.codes.to_numpy()
    met = first <= last
    until = (last.astype("datetime64[D]") - origin).astype(int)
    before = (first.astype("datetime64[D]") - origin).astype(int) - 1
    spans["roster"] = np.where(met, so_far[place, until] - so_far[place, np.where(met, before, 0)], 0)
    roster = spans.groupby(MONTH, observed=True).roster.sum().reset_index()
    found = months.merge(roster, on=MONTH)
    found = found[found.valid_days * 10 < found.roster * 6]
    return found.assign(level=np.where(found.valid_days * 10 < found.roster * 4, "yellow", "blue"))


def _stays(frames: Frames) -> pd.DataFrame:
    """The stays of a person on a project, those that overlap made one."""
    stays = frames.tables["employment"][["project_id", "worker_id", "entered_on", "left_on"]]
    stays = stays.assign(left_on=stays.left_on.fillna(frames.today))
    stays = stays[stays.left_on >= stays.entered_on].sort_values(["project_id", "worker_id", "entered_on"])
    person = ["project_id", "worker_id"]
    is_alone = ~stays.duplicated(person, keep=False)
    several = stays[~is_alone]
    reached = (
        several.groupby(person, observed=True)
        .left_on.cummax()
        .groupby([several.project_id, several.worker_id], observed=True)
        .shift()
    )
    begins = ~(reached >= several.entered_on)
    merged = several.assign(stay=begins.cumsum()).groupby([*person, "stay"], observed=True)
    joined = merged.agg(entered_on=("entered_on", "min"), left_on=("left_on", "max")).reset_index()
    return pd.concat([stays[is_alone], joined.drop(columns="stay")], ignore_index=True)


def _working_days_so_far(frames: Frames) -> tuple[np.ndarray, np.datetime64]:
    """For each project and day how many working days it was active up to then; and the day of the first column."""
    days = frames.active_days()
    origin = np.datetime64("2015-12-31", "D")
    width = int((np.datetime64(frames.today, "D") - origin).astype(int)) + 1
    counts = np.zeros((len(days.project_id.cat.categories), width), "int32")
    open_days = days[days.is_working]
    counts[open_days.project_id.cat.codes, (open_days.day.to_numpy().astype("datetime64[D]") - origin).astype(int)] = 1
    return counts.cumsum(axis=1), origin


def roster_no_contract(frames: Frames) -> Found:
    """Somebody on the roster worked in the last 30 days before a contract was signed."""
    days = frames.tables["attendance_day"]
    recent = days[days.day > frames.today - pd.Timedelta(days=30)]
    valid = recent[is_valid(recent)]
    person = ["project_id", "worker_id"]
    first = valid.groupby(person, observed=True).day.min().rename("first_on").reset_index()
    employment = frames.tables["employment"]
    staying = employment[~(employment.left_on < frames.today)][person].drop_duplicates()
    signed = employment.groupby(person, observed=True).contract_signed_on.min().reset_index()
    people = first.merge(staying, on=person).merge(signed, on=person)
    people = people.merge(frames.tables["project"][["project_id"]], on="project_id")
    people["lacks"] = ~(people.contract_signed_on <= people.first_on)
    found = people.groupby("project_id", observed=True).lacks.agg(["size", "sum"]).reset_index()
    found = found[found["sum"] > 0]
    return found.assign(level=np.where(found["sum"] * 5 >= found["size"], "orange", "yellow"))[["project_id", "level"]]


def account_outflow_not_wages(frames: Frames) -> Found:
    """Money of the last 60 days that went to nobody of the roster."""
    entry = frames.tables["account_entry"]
    out = entry[(entry.direction == "out") & (entry.booked_on > frames.today - pd.Timedelta(days=60))]
    owned = out.merge(frames.tables["wage_account"], on="account_id")
    owned = owned.merge(frames.tables["project"][["project_id", "completed_on"]], on="project_id")
    is_final = (
        (owned.counterparty_kind == "contractor")
        & (owned.booked_on == owned.closed_on)
        & (owned.completed_on <= owned.booked_on)
    )
    asked = owned[~is_final]
    roster = frames.tables["employment"][["project_id", "worker_id"]].drop_duplicates().assign(known=True)
    joined = asked.merge(roster, on=["project_id", "worker_id"], how="left")
    stray = joined[(joined.counterparty_kind != "worker") | joined.known.isna()]
    return stray[["project_id"]].drop_duplicates().assign(level="red")


def deposit_too_small(frames: Frames) -> Found:
    """A deposit in force that is less than is owed, past the day by which it was to be placed."""
    project = frames.tables["project"].copy()
    project["clock"] = project.contract_signed_on.where(~project.permit_required.astype(bool), project.permit_issued_on)
    started = project[project.clock.notna()].copy()
    # The twentieth working day after the clock began.
    at = np.searchsorted(frames.working_days, started.clock.to_numpy(), side="right") + 19
    started = started[frames.working_days[at] < np.datetime64(frames.today)]
    deposit = frames.tables["deposit"]
    in_force = deposit[
        (deposit.effective_on <= frames.today)
        & ~(deposit.expires_on < frames.today)
        & ~(deposit.released_on <= frames.today)
    ]
    held = in_force.groupby("project_id", observed=True).amount.sum().rename("held").reset_index()
    found = started.merge(held, on="project_id")
    found["owed"] = _owed(frames, found)
    found = found[found.held < found.owed]
    return found.assign(level=np.where(found.held * 2 < found.owed, "orange", "yellow"))[["project_id", "level"]]


def _owed(frames: Frames, projects: pd.DataFrame) -> np.ndarray:
    """The deposits of some projects in cents, by the record of their contractors in the two years before the contract."""
    sites = frames.tables["project"][["contractor_id", "started_on", "completed_on"]]
    record = frames.tables["arrears_record"].rename(columns={"enterprise_id": "contractor_id"})
    listing = frames.tables["joint_list"].rename(columns={"enterprise_id": "contractor_id"})
    terms = projects[["project_id", "contractor_id", "contract_signed_on"]].astype({"contractor_id": object})
    found, worked = [], []
    for years in (1, 2):
        begins, ends = (_years_before(terms.contract_signed_on, back) for back in (years, years - 1))
        spans = terms.assign(begins=begins, ends=ends)
        records = spans.merge(record.astype({"contractor_id": object}), on="contractor_id")
        held = records[(records.found_on >= records.begins) & (records.found_on < records.ends)]
        found.append(terms.project_id.isin(held.project_id))
        others = spans.merge(sites.astype({"contractor_id": object}), on="contractor_id")
        at_work = others[(others.started_on < others.ends) & ~(others.completed_on < others.begins)]
        worked.append(terms.project_id.isin(at_work.project_id))
    lists = terms.merge(listing.astype({"contractor_id": object}), on="contractor_id")
    on_list = lists[
        (lists.listed_on <= lists.contract_signed_on) & ~(lists.removed_on <= lists.contract_signed_on)
    ].project_id
    is_clean = worked[0] & worked[1] & ~found[0] & ~found[1]
    permille = np.select([terms.project_id.isin(on_list), found[0] | found[1], is_clean], [40, 30, 10], 20)
    price = projects.contract_price.to_numpy()
    return np.where((price < 300_000_000) & ~found[0], 0, (price * permille + 500) // 1000)


def _years_before(days: pd.Series, years: int) -> np.ndarray:
    """The same days so many years before; 29 February becomes 1 March."""
    month = days.to_numpy().astype("datetime64[M]")
    first = (month - 12 * years).astype("datetime64[D]")
    return (first + (days.dt.day.to_numpy() - 1).astype("timedelta64[D]")).astype("datetime64[s]")


RULES: dict[str, Callable[[Frames], Found]] = {
    "account/outflow-not-wages": account_outflow_not_wages,
    "attendance/low-rate": attendance_low_rate,
    "attendance/silent-site": attendance_silent_site,
    "deposit/too-small": deposit_too_small,
    "funding/below-payable": funding_below_payable,
    "funding/no-transfer": funding_no_transfer,
    "roster/no-contract": roster_no_contract,
    "wages/no-payroll": wages_no_payroll,
    "wages/part-paid": wages_part_paid,
    "wages/unpaid": wages_unpaid,
}
