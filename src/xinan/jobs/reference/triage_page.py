"""The page of the user guide that shows the decision table; written from the table itself."""

from xinan.casework.triage.deciding import TITLES
from xinan.casework.triage.table import Row, shipped_table
from xinan.jobs.reference.markdown import NOTICE

PATH = "docs/user-guide/triage.md"

_ABOVE = f"""{NOTICE}

# 线索去向 Where a clue goes

决策表（`src/xinan/casework/triage/ways.yaml`）从上到下逐行判断，条件成立的都是可走的路，第一条为建议。
Rows are read from top to bottom, each whose conditions hold is a way, the first is recommended.

- 能联系上双方的，一律先提供调解（优先调解）；调解不影响立案查处。
- 名册、考勤查无此人，单独不作为不予受理的理由：实名制是用人单位的义务（条例第28、50条）。
- 每一条“不办”都写明依据和应当去哪里；不属本地管辖的由本机关转送，不让工人多跑一趟（首问负责，条例第10条）。
- 金额、年限等数字按地区和日期取用，见决策参数；省上年度平均工资未录入时，不以金额作为速裁条件。

- Mediation is offered first whenever both sides can be reached; inspection is not held up by it.
- That neither roster nor attendance knows somebody is by itself no reason to turn them away.
- Every "no" has its article and says where to go; what belongs elsewhere is passed on by the office first asked.

| | 去向 Way | 条件 When | 除非 Unless | 依据 Law | 告诉工人 What the worker is told | 去哪里 Where |
|---|---|---|---|---|---|---|
"""
_NAMED = """
## 合并条件 Named conditions

| 名称 Name | 任一 Any of | 全部 All of | 均不 None of |
|---|---|---|---|
"""


def page() -> str:
    """The page in Markdown."""
    table = shipped_table()
    rows = "\n".join(_row(number, row) for number, row in enumerate(table.rows, start=1))
    named = "\n".join(
        f"| {name} | {_listed(parts.any)} | {_listed(parts.all)} | {_listed(parts.none)} |"
        for name, parts in table.named.items()
    )
    return f"{_ABOVE}{rows}\n{_NAMED}{named}\n"


def _row(number: int, row: Row) -> str:
    title = TITLES[row.way]
    cells = (
        f"{number}",
        f"**{title.zh}** {title.en}{'（不在此办 not here）' if row.refuses else ''}",
        _listed(row.when),
        _listed(row.unless),
        row.law.zh,
        f"{row.words.zh}<br>{row.words.en}",
        row.where.zh,
    )
    return f"| {' | '.join(cells)} |"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
