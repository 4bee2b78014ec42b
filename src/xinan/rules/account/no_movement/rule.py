"""account/no-movement: a wage account of an active project on which nothing has moved for 60 days (not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """An account open for 60 days or more without an entry in the last 60; each account by itself.

    `since` is the day on which the first such account reached both, or the day from which the project has been
    active where that is later.
    """
    still = idle_accounts(world, p)
    found = still.group_by("project_id").aggregate(
        accounts=still.count().cast("int32"),
        last_on=still.last_on.max(),
        idle_days=still.idle_days.max(),
        since=still.idle_on.min(),
    )
    return found.mutate(level=ibis.literal(Level.YELLOW.value))


def idle_accounts(world: World, p: Bound) -> ir.Table:
    """The accounts in question: `idle_days` since the last entry, or since the opening where there is none."""
    account, entry = world.table("wage_account"), world.table("account_entry")
    active = world.table("active_since")
    still_open = account.filter(account.closed_on.isnull()).inner_join(active, "project_id")
    last = entry.group_by("account_id").aggregate(last_on=entry.booked_on.max())
    joined = still_open.left_join(last, "account_id").drop("account_id_right")
    open_days = p.count("open_days", joined.region_code)
    quiet_days = p.count("quiet_days", joined.region_code)
    old_on = plus_days(joined.opened_on, open_days)
    quiet_on = ibis.coalesce(plus_days(joined.last_on, quiet_days), old_on)
    idle = joined.filter(
        (days_from(joined.opened_on, world.today) >= open_days)
        & (joined.last_on.isnull() | (days_from(joined.last_on, world.today) >= quiet_days))
    )
    return idle.select(
        "project_id",
        "account_id",
        "bank_id",
        "opened_on",
        "last_on",
        idle_days=days_from(ibis.coalesce(idle.last_on, idle.opened_on), world.today),
        idle_on=ibis.greatest(old_on, quiet_on, joined.active_since),
    )


RULE = Rule(
    id="account/no-movement",
    title=Text("专户长期无流水", "No movement on the account"),
    meaning=Text(
        "在建且未停工的项目，开户满 60 天的工资专户近 60 天内没有任何收支。",
        "A wage account of an active project, open for 60 days or more, has had no entry in the last 60 days.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.BANK),
    basis=(proposal(),),
    levels=(Level.YELLOW,),
    measures=(
        Measure("accounts", Text("无流水的专户数", "Accounts without movement"), Unit.COUNT),
        Measure("last_on", Text("最近一笔流水", "Last entry on"), Unit.DATE),
        Measure("idle_days", Text("无流水天数", "Days without movement"), Unit.DAYS),
    ),
    because=Text(
        "项目在建，有 {accounts} 个工资专户近期没有任何收支，最长已 {idle_days} 天。",
        "The project is active, and {accounts} wage account(s) had no entry of late, up to {idle_days} days.",
    ),
    cure=Text(
        "建设单位按期拨付人工费用、通过专户发放工资，或由银行补报流水；不再使用的专户依法销户。",
        "Transfer labour cost and pay wages through the account, or have the bank report what is missing; close an "
        "account no longer used as the law provides.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("无流水的专户", "Accounts without movement"),
            idle_accounts,
            {
                "account_id": Text("专户", "Account"),
                "bank_id": Text("开户银行", "Bank"),
                "opened_on": Text("开户日", "Opened"),
                "last_on": Text("最近一笔流水", "Last entry"),
                "idle_days": Text("无流水天数", "Days without movement"),
            },
        ),
    ),
    needs=(Feed.BANK,),
)
