"""account/outflow-not-wages: money left a wage account for somebody other than the project's workers (条例 26, 33)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from
from xinan.rules.laws import account_order, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """An outflow of the last 60 days (the as-of day among them) that went to nobody of this project's roster.

    A worker who was ever entered on the roster, even later or left long ago, is one of its workers; an entry that
    names no worker is not paid to one. `since` is the day of the earliest such outflow within the window.
    """
    outflow = outflows(world, p)
    found = outflow.group_by("project_id").aggregate(
        entries=outflow.count().cast("int32"),
        amount=outflow.amount.sum(),
        last_on=outflow.booked_on.max(),
        since=outflow.booked_on.min(),
    )
    return found.mutate(level=ibis.literal(Level.RED.value))


def outflows(world: World, p: Bound) -> ir.Table:
    """The outflows in question.

    The balance paid to the contractor on the day an account is closed, the project being completed by then, belongs
    to the contractor (条例 27) and is none.
    """
    entry, account = world.table("account_entry"), world.table("wage_account")
    project, employment = world.table("project"), world.table("employment")
    place = project.select("project_id", "region_code", "completed_on")
    owned = account.select("account_id", "project_id", "closed_on").inner_join(place, "project_id")
    out = entry.filter(entry.direction == "out").inner_join(owned, "account_id")
    recent = out.filter(days_from(out.booked_on, world.today) < p.count("window_days", out.region_code))
    is_final_balance = (
        (recent.counterparty_kind == "contractor")
        & (recent.booked_on == recent.closed_on).fill_null(False)
        & (recent.completed_on <= recent.booked_on).fill_null(False)
    )
    asked = recent.filter(~is_final_balance)
    roster = employment.select("project_id", "worker_id", is_of_project=True).distinct()
    joined = asked.left_join(roster, ["project_id", "worker_id"], rname="_{name}")
    stray = joined.filter((joined.counterparty_kind != "worker") | joined.is_of_project.isnull())
    return stray.select(
        "project_id", "account_id", "entry_id", "booked_on", "amount", "counterparty_kind", "worker_id", "wage_month"
    )


RULE = Rule(
    id="account/outflow-not-wages",
    title=Text("专户资金流向非本项目工人", "Account money not paid to its workers"),
    meaning=Text(
        "近 60 天内，工资专户有支出的收款方不是工人，或不是本项目花名册上的工人（含已退场的）。"
        "项目竣工后销户当日向总包单位划转余额的除外。",
        "In the last 60 days money left a wage account for somebody who is not a worker, or not a worker ever entered on "
        "this project's roster; except the balance paid to the contractor on the day of closing after completion.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.BANK, Addressee.LABOUR_OFFICE),
    basis=(regulation("26, 33"), account_order("7")),
    levels=(Level.RED,),
    measures=(
        Measure("entries", Text("异常支出笔数", "Such outflows"), Unit.COUNT),
        Measure("amount", Text("异常支出金额", "Their amount"), Unit.YUAN),
        Measure("last_on", Text("最近一笔", "Last on"), Unit.DATE),
    ),
    because=Text(
        "近期专户有 {entries} 笔支出、合计 {amount} 元未付给本项目工人，最近一笔在 {last_on}。",
        "Of late {entries} outflows of the wage account, {amount} yuan together, were not paid to workers of this "
        "project, the last on {last_on}.",
    ),
    cure=Text(
        "收款人确为本项目工人的，补录其实名用工登记；由银行更正错报的流水。资金确已挪用的，退回也不抹去该笔支出，"
        "自记账日起满 60 天后不再列出。",
        "Where the payee is a worker of the project, enter his employment; have the bank correct a wrong entry. Money "
        "given back does not undo the outflow, which is listed for 60 days.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("异常支出", "The outflows"),
            outflows,
            {
                "account_id": Text("专户", "Account"),
                "entry_id": Text("流水号", "Entry"),
                "booked_on": Text("记账日", "Booked"),
                "amount": Text("金额", "Amount"),
                "counterparty_kind": Text("对方类型", "Paid to"),
                "worker_id": Text("对方工人", "Worker"),
            },
        ),
    ),
)
