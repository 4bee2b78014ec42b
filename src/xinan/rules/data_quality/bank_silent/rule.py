"""data_quality/bank-silent: the bank has not been heard of while an account is open (P-DQ-01)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, _: Bound) -> ir.Table:
    """Missing data is not a violation: grey, to whoever owes the feed.

    `since` is the first day beyond the tolerance, or the day the account was opened where it was never heard.
    """
    state = world.table("feed_state")
    silent = state.filter(state.is_bank_silent)
    late_on = plus_days(silent.bank_heard_on, silent.tolerance_days + 1)
    return silent.select(
        "project_id",
        last_heard_on=silent.bank_heard_on,
        silent_days=days_from(silent.bank_heard_on, world.today),
        level=ibis.literal(Level.GREY.value),
        since=ibis.greatest(late_on.fill_null(silent.account_opened_on), silent.account_opened_on),
    )


def accounts(world: World, _: Bound) -> ir.Table:
    """The open accounts of which the bank owes movements."""
    account = world.table("wage_account")
    return account.filter(account.closed_on.isnull()).select("project_id", "account_id", "bank_id", "opened_on")


def feeds(world: World, _: Bound) -> ir.Table:
    """When each feed of the project was last heard."""
    return world.table("feed").select("project_id", "source", "last_received_on")


RULE = Rule(
    id="data_quality/bank-silent",
    title=Text("银行数据中断", "Bank data silent"),
    meaning=Text(
        "工资专户仍在使用，而银行数据中断超过 2 天，或从未收到。依赖银行数据的规则暂缓，不作欠薪预警。",
        "A wage account is open and the bank was last heard more than two days ago, or never. Rules that need bank data are withheld.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.BANK,),
    basis=(proposal("P-DQ-01"),),
    measures=(
        Measure("last_heard_on", Text("最近收到", "Last heard on"), Unit.DATE),
        Measure("silent_days", Text("距今天数", "Days since"), Unit.DAYS),
    ),
    because=Text(
        "最近一次收到数据：{last_heard_on}，距今 {silent_days} 天。",
        "Last heard on {last_heard_on}, {silent_days} days ago.",
    ),
    cure=Text("银行恢复报送专户流水与发放结果。", "The bank reports movements and payment results again."),
    holds=holds,
    evidence=(
        Evidence(
            Text("未销户的专户", "Open accounts"),
            accounts,
            {
                "account_id": Text("专户", "Account"),
                "bank_id": Text("开户银行", "Bank"),
                "opened_on": Text("开户日", "Opened"),
            },
        ),
        Evidence(
            Text("各数据来源最近收到日", "Feeds of the project"),
            feeds,
            {"source": Text("来源", "Source"), "last_received_on": Text("最近收到日", "Last heard on")},
        ),
    ),
    levels=(Level.GREY,),
)
