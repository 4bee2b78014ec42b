"""complaint/account-closed: a wage account closed over an open clue (条例 27; 53号 10).

A rule by itself beside account/closed-early, so that the firm and its bank, who read that one, do not learn of a clue.
"""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import account_order, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Closed while a clue of the project was open, as it stood on the day of closing.

    A clue received that day counts, one closed that day does not. `since` is the day of the first such closing; it does
    not pass, unless the facts are corrected.
    """
    over = closings(world, p)
    found = over.group_by("project_id").aggregate(
        accounts=over.account_id.nunique().cast("int32"),
        clues=over.clue_id.nunique().cast("int32"),
        since=over.closed_on.min(),
    )
    return found.mutate(level=ibis.literal(Level.RED.value))


def closings(world: World, _: Bound) -> ir.Table:
    """Each closed account with each clue that was open that day."""
    account, clue = world.table("wage_account"), world.table("clue")
    ended = account.filter(account.closed_on.notnull()).select("project_id", "account_id", "closed_on")
    closed = ended.semi_join(world.table("project"), "project_id")
    asked = clue.select("project_id", "clue_id", "received_on", answered_on=clue.closed_on)
    return closed.inner_join(
        asked,
        [
            closed.project_id == asked.project_id,
            asked.received_on <= closed.closed_on,
            asked.answered_on.isnull() | (asked.answered_on > closed.closed_on),
        ],
    ).select("project_id", "account_id", "closed_on", "clue_id", "received_on", "answered_on")


RULE = Rule(
    id="complaint/account-closed",
    title=Text("有未办结线索时销户", "Account closed over an open clue"),
    meaning=Text(
        "工资专户销户当日，项目有未办结的欠薪线索。只告知人社部门：从这一条能看出有人投诉。",
        "A wage account was closed while a clue about the project was open. The labour office alone is told: it says that "
        "somebody complained.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.LABOUR_OFFICE,),
    basis=(regulation("27"), account_order("10")),
    levels=(Level.RED,),
    measures=(
        Measure("accounts", Text("销户的专户数", "Accounts closed"), Unit.COUNT),
        Measure("clues", Text("销户时未办结的线索", "Clues open at the closing"), Unit.COUNT),
    ),
    because=Text(
        "有 {accounts} 个专户在 {clues} 件线索未办结时销户。",
        "{accounts} account(s) were closed while {clues} clue(s) were open.",
    ),
    cure=Text(
        "销户的事实不因以后补办而改变：由人社部门核处线索并查处；销户日或线索日期有误的，更正后消除。",
        "What was done is not undone by later steps: the labour office deals with the clue; where a date was entered "
        "wrongly, correcting it cures.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("销户时未办结的线索", "Clues open at the closing"),
            closings,
            {
                "account_id": Text("专户", "Account"),
                "closed_on": Text("销户日", "Closed"),
                "clue_id": Text("线索编号", "Clue"),
                "received_on": Text("收到日", "Received"),
                "answered_on": Text("办结日", "Settled"),
            },
        ),
    ),
)
