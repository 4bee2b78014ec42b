"""board/incomplete: the newest notice board lacks something that it must show (条例 34)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World

PARTS = ("has_parties", "has_wage_terms", "has_channels")


def holds(world: World, _: Bound) -> ir.Table:
    """The newest board lacks one of its three parts; earlier boards do not matter. After completion too.

    `since` is the day on which the newest board was posted.
    """
    project, board = world.table("project"), world.table("notice_board")
    newest = board.group_by("project_id").aggregate(newest_on=board.posted_on.max())
    joined = board.inner_join(newest, "project_id").inner_join(project.select("project_id"), "project_id")
    current = joined.filter(joined.posted_on == joined.newest_on)
    # One board a day is the key; were there two, what either lacks is lacking.
    parts = current.group_by("project_id").aggregate(
        since=current.newest_on.max(),
        **{part: current[part].cast("int32").min() for part in PARTS},
    )
    counted = parts.mutate(
        missing_parts=(3 - parts.has_parties - parts.has_wage_terms - parts.has_channels).cast("int32")
    )
    found = counted.filter(counted.missing_parts > 0)
    return found.select(
        "project_id",
        "since",
        "missing_parts",
        level=ibis.literal(Level.BLUE.value),
        posted_on=found.since,
    )


def boards(world: World, _: Bound) -> ir.Table:
    """All boards of the project."""
    return world.table("notice_board").select("project_id", "posted_on", *PARTS)


RULE = Rule(
    id="board/incomplete",
    title=Text("维权信息告示牌内容不全", "Notice board incomplete"),
    meaning=Text(
        "最近设置的维权信息告示牌缺少三项法定内容之一：单位与劳资专管员信息；当地最低工资标准与工资支付日期；"
        "投诉举报、调解仲裁与法律援助渠道。",
        "The newest board lacks one of its three parts by law: the parties and the labour manager; the local minimum wage "
        "and the pay date; the channels of complaint, arbitration and legal aid.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(regulation("34"),),
    levels=(Level.BLUE,),
    measures=(
        Measure("posted_on", Text("设置日", "Posted on"), Unit.DATE),
        Measure("missing_parts", Text("缺少的项数", "Parts missing"), Unit.COUNT),
    ),
    because=Text(
        "{posted_on} 设置的告示牌缺少 {missing_parts} 项法定内容。",
        "The board posted on {posted_on} lacks {missing_parts} of its three parts.",
    ),
    cure=Text(
        "补全告示牌的三项内容，重新填报设置日期与内容。", "Complete the three parts of the board and enter it anew."
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("告示牌", "Notice boards"),
            boards,
            {
                "posted_on": Text("设置日", "Posted"),
                "has_parties": Text("单位与劳资专管员", "Parties and labour manager"),
                "has_wage_terms": Text("最低工资与支付日期", "Minimum wage and pay date"),
                "has_channels": Text("投诉与援助渠道", "Channels"),
            },
        ),
    ),
)
