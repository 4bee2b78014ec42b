"""account/not-opened: no wage account 30 days after the contract was signed (条例 26, 55; 53号 6)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days, with_deadline
from xinan.rules.laws import account_order, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """No account opened by the deadline and the project not completed.

    At once red when somebody already works there: a valid day exists and the deadline is missed.
    """
    project = world.table("project")
    without = project.filter(project.completed_on.isnull()).anti_join(
        world.table("wage_account").select("project_id"), "project_id"
    )
    dated = with_deadline(world, without, start="contract_signed_on", days=p.count("opening_days", without.region_code))
    worked = world.table("project_month").select("project_id").distinct().mutate(has_worked=True)
    joined = dated.left_join(worked, "project_id").drop("project_id_right")
    overdue = joined.mutate(
        overdue_days=days_from(joined.deadline_on, world.today), has_worked=joined.has_worked.fill_null(False)
    )
    laddered = overdue.mutate(on_ladder=p.level("ladder", overdue.overdue_days, overdue.region_code))
    late = laddered.filter(laddered.on_ladder.notnull())
    return late.select(
        "project_id",
        "contract_signed_on",
        "deadline_on",
        "overdue_days",
        level=ibis.ifelse(late.has_worked, Level.RED.value, late.on_ladder),
        since=plus_days(late.deadline_on, p.first_step("ladder", late.region_code)),
        works_already=ibis.ifelse(late.has_worked, "yes", "no"),
    )


def contract(world: World, _: Bound) -> ir.Table:
    """The contract and its dates."""
    return world.table("project").select("project_id", "contract_signed_on", "started_on", "contract_price")


RULE = Rule(
    id="account/not-opened",
    title=Text("未开设工资专户", "No wage account opened"),
    meaning=Text(
        "施工总承包单位自签订施工合同之日起 30 日内（期满日为休息日的顺延）未开设农民工工资专用账户；"
        "已有有效考勤而逾期未开的，直接定为严重。",
        "No wage account within 30 days of signing the construction contract (moved on from a rest day); "
        "severe at once where people already work.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(regulation("26, 55"), account_order("6")),
    levels=(Level.BLUE, Level.YELLOW, Level.RED),
    measures=(
        Measure("contract_signed_on", Text("施工合同签订日", "Contract signed on"), Unit.DATE),
        Measure("deadline_on", Text("开户期限", "To be opened by"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
        Measure("works_already", Text("已有有效考勤", "People already work"), Unit.TEXT),
    ),
    because=Text(
        "施工合同于 {contract_signed_on} 签订，应于 {deadline_on} 前开设工资专户，已逾期 {overdue_days} 天。",
        "The contract was signed on {contract_signed_on}; "
        "the account was due by {deadline_on}, {overdue_days} days ago.",
    ),
    cure=Text("开设工资专户并由银行报送开户信息。", "Open the wage account and have the bank report it."),
    holds=holds,
    evidence=(
        Evidence(
            Text("施工合同", "Construction contract"),
            contract,
            {
                "contract_signed_on": Text("签订日", "Signed"),
                "started_on": Text("实际开工日", "Started"),
                "contract_price": Text("合同价", "Contract price"),
            },
        ),
    ),
)
