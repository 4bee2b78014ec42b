"""deposit/missing: no wage deposit 20 working days after the permit (条例 32, 55; 65号 8, 11–12)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import deposit_order, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A deposit is owed, the deadline is missed, and the project never had one; not after completion.

    A project whose deposits have all expired or been released had one: deposit/expired speaks of it. `since` is the
    day after the deadline.
    """
    due = world.table("required_deposit")
    owed = due.filter((due.required > 0) & due.completed_on.isnull() & due.deadline_on.notnull())
    without = owed.anti_join(world.table("deposit").select("project_id"), "project_id")
    overdue = without.mutate(overdue_days=days_from(without.deadline_on, world.today))
    judged = overdue.mutate(level=p.level("ladder", overdue.overdue_days, overdue.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "clock_from",
        "deadline_on",
        "overdue_days",
        "contract_price",
        "rate",
        "required",
        since=plus_days(found.deadline_on, p.first_step("ladder", found.region_code)),
    )


def contract(world: World, _: Bound) -> ir.Table:
    """What the deposit is reckoned from."""
    project = world.table("project")
    return project.select(
        "project_id", "contract_price", "contract_signed_on", "permit_required", "permit_issued_on", "contractor_id"
    )


def records(world: World, _: Bound) -> ir.Table:
    """The contractor's arrears records, which raise the rate or stand against an exemption."""
    project, record = world.table("project"), world.table("arrears_record")
    joined = project.inner_join(record, project.contractor_id == record.enterprise_id)
    return joined.select("project_id", "enterprise_id", "found_on", "cleared_on")


RULE = Rule(
    id="deposit/missing",
    title=Text("未存储工资保证金", "No deposit"),
    meaning=Text(
        "应当存储工资保证金的项目，自施工许可证核发之日（无须许可的，自施工合同签订之日）起 20 个工作日内，"
        "从未存储保证金，也未提供保函、保险等替代形式；竣工后不再预警。",
        "A project that owes a deposit never had one, in any form, 20 working days after the permit was issued (after "
        "the contract was signed, where no permit is required); not after completion.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(regulation("32, 55"), deposit_order("8, 11–12")),
    levels=(Level.BLUE, Level.YELLOW, Level.RED),
    measures=(
        Measure("clock_from", Text("起算日", "Clock started on"), Unit.DATE),
        Measure("deadline_on", Text("存储期限", "Due by"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
        Measure("contract_price", Text("合同价", "Contract price"), Unit.YUAN),
        Measure("rate", Text("适用比例", "Rate"), Unit.SHARE),
        Measure("required", Text("应存金额", "Amount owed"), Unit.YUAN),
    ),
    because=Text(
        "自 {clock_from} 起算，应于 {deadline_on} 前存储工资保证金 {required} 元"
        "（合同价 {contract_price} 元，比例 {rate}）；截至 {as_of} 逾期 {overdue_days} 天，仍未存储。",
        "The clock started on {clock_from}; {required} yuan ({rate} of the contract price of {contract_price}) were due "
        "by {deadline_on}. On {as_of}, {overdue_days} days later, there is no deposit.",
    ),
    cure=Text(
        "存储现金保证金，或提交不低于应存金额的银行保函等，自其生效之日起消除。",
        "Place the deposit in cash or hand in a guarantee of at least the amount; cured on the day it takes effect.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("合同与许可", "Contract and permit"),
            contract,
            {
                "contract_price": Text("合同价", "Contract price"),
                "contract_signed_on": Text("合同签订日", "Contract signed"),
                "permit_required": Text("须办许可", "Permit required"),
                "permit_issued_on": Text("许可核发日", "Permit issued"),
                "contractor_id": Text("施工总承包单位", "General contractor"),
            },
        ),
        Evidence(
            Text("总包单位的欠薪记录", "Arrears records of the contractor"),
            records,
            {
                "enterprise_id": Text("统一社会信用代码", "Credit code"),
                "found_on": Text("认定日", "Found"),
                "cleared_on": Text("清偿日", "Cleared"),
            },
        ),
    ),
)
