"""account/no-agreement: a wage account without the three-party agreement (53号 6)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days, with_deadline
from xinan.rules.laws import account_order
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Any account of the project, open or closed, without an agreement after the deadline; a late one cures it.

    `since` is the day after the deadline, or the day the first such account was opened where that came later.
    """
    project, account = world.table("project"), world.table("wage_account")
    unsigned = account.filter(account.agreement_signed_on.isnull())
    lacking = unsigned.group_by("project_id").aggregate(
        accounts=unsigned.count().cast("int32"), opened_on=unsigned.opened_on.min()
    )
    joined = project.inner_join(lacking, "project_id")
    dated = with_deadline(world, joined, start="contract_signed_on", days=p.count("signing_days", joined.region_code))
    overdue = dated.mutate(overdue_days=days_from(dated.deadline_on, world.today))
    judged = overdue.mutate(level=p.level("ladder", overdue.overdue_days, overdue.region_code))
    found = judged.filter(judged.level.notnull())
    missed_on = plus_days(found.deadline_on, p.first_step("ladder", found.region_code))
    return found.select(
        "project_id",
        "level",
        "contract_signed_on",
        "deadline_on",
        "overdue_days",
        "accounts",
        since=ibis.ifelse(found.opened_on > missed_on, found.opened_on, missed_on),
    )


def accounts(world: World, _: Bound) -> ir.Table:
    """The project's accounts and their agreements."""
    return world.table("wage_account").select(
        "project_id", "account_id", "bank_id", "opened_on", "agreement_signed_on", "closed_on"
    )


RULE = Rule(
    id="account/no-agreement",
    title=Text("未签三方协议", "No three-party agreement"),
    meaning=Text(
        "已开设工资专户，但自签订施工合同之日起 30 日（期满日为休息日的顺延）届满后，仍有专户未签订"
        "建设单位、施工总承包单位、开户银行三方协议；补签的，自签订之日起消除。",
        "There is a wage account, but 30 days after the contract was signed (moved on from a rest day) an account still "
        "lacks the agreement of owner, contractor and bank; signing it late cures it from that day.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.OWNER, Addressee.BANK),
    basis=(account_order("6"),),
    levels=(Level.YELLOW,),
    measures=(
        Measure("contract_signed_on", Text("施工合同签订日", "Contract signed on"), Unit.DATE),
        Measure("deadline_on", Text("签订期限", "To be signed by"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
        Measure("accounts", Text("未签协议的专户数", "Accounts without an agreement"), Unit.COUNT),
    ),
    because=Text(
        "施工合同于 {contract_signed_on} 签订，三方协议应于 {deadline_on} 前签订；截至 {as_of} 逾期 {overdue_days} 天，"
        "仍有 {accounts} 个专户未签。",
        "The contract was signed on {contract_signed_on} and the agreement was due by {deadline_on}; on {as_of}, "
        "{overdue_days} days later, {accounts} account(s) lack it.",
    ),
    cure=Text(
        "为每个专户签订三方协议，并填报签订日期。", "Sign the agreement for each account and enter the day of signing."
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("工资专户", "Wage accounts"),
            accounts,
            {
                "account_id": Text("专户", "Account"),
                "bank_id": Text("开户银行", "Bank"),
                "opened_on": Text("开户日", "Opened"),
                "agreement_signed_on": Text("三方协议签订日", "Agreement signed"),
                "closed_on": Text("销户日", "Closed"),
            },
        ),
    ),
)
