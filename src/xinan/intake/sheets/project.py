"""Sheet 11: the project itself, one row each. What its columns leave empty stays as it is."""

from xinan.intake.sheets.codes import INDUSTRIES
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import EXAMPLE_CREDIT_CODE
from xinan.kernel.text import Text


def _party(name: str, title: str, meaning: Text, *synonyms: str) -> tuple[SheetColumn, SheetColumn]:
    return (
        SheetColumn(
            f"{name}_code",
            f"{title}信用代码",
            CellKind.CREDIT_CODE,
            meaning,
            required=True,
            synonyms=(f"{title}统一社会信用代码", *(f"{word}信用代码" for word in synonyms)),
            example=EXAMPLE_CREDIT_CODE,
        ),
        SheetColumn(
            f"{name}_name",
            f"{title}名称",
            CellKind.TEXT,
            meaning,
            required=True,
            synonyms=(title, *(f"{word}名称" for word in synonyms)),
            example=f"吉林省示例{title}",
        ),
    )


def _day(name: str, title: str, meaning: Text, *, required: bool = False, example: str = "") -> SheetColumn:
    return SheetColumn(name, title, CellKind.DATE, meaning, required=required, example=example)


PROJECTS = Sheet(
    kind="projects",
    number="11",
    name=Text("项目信息", "Projects"),
    meaning=Text("每个项目一行，先于其他各表导入。", "One row for each project; imported before all other sheets."),
    supplied_by_project=False,
    columns=(
        *_party(
            "contractor",
            "施工总承包单位",
            Text("施工总承包单位。", "The general contractor."),
            "总承包单位",
            "总包单位",
        ),
        SheetColumn(
            "project_name",
            "项目名称",
            CellKind.TEXT,
            Text("项目全称，与施工许可证或合同一致。", "The project's full name as in its permit or contract."),
            required=True,
            synonyms=("工程名称",),
            example="长春市示例安置房一期工程",
        ),
        SheetColumn(
            "industry",
            "项目类别",
            CellKind.CODE,
            Text("行业名称，或国家标准的项目类别代码。", "Industry, or the category code of the national standard."),
            required=True,
            synonyms=("行业", "工程类别"),
            codes=INDUSTRIES,
            example="房屋建筑",
        ),
        *_party("owner", "建设单位", Text("建设单位。", "The owner."), "业主单位"),
        SheetColumn(
            "region_code",
            "项目所在地",
            CellKind.REGION,
            Text("县级行政区划代码（6 位）或名称。", "Six-figure code of the county, or its name."),
            required=True,
            synonyms=("项目所在地区划代码", "行政区划代码", "所在区县", "所在地"),
            example="220102",
        ),
        SheetColumn(
            "project_code",
            "项目编号",
            CellKind.TEXT,
            Text(
                "本单位系统里的项目编号，全省唯一；再次导入同一编号即更正。",
                "The project's own number, unique; again, it corrects.",
            ),
            required=True,
            synonyms=("项目编码", "项目代码", "第三方项目编码"),
            example="XA-2026-0001",
            max_length=64,
            key=True,
        ),
        SheetColumn(
            "government_invested",
            "是否政府投资",
            CellKind.FLAG,
            Text("是或否。", "Yes or no."),
            required=True,
            example="否",
        ),
        SheetColumn(
            "contract_price",
            "合同价",
            CellKind.MONEY,
            Text("施工总承包合同价，元。", "Price of the general contract, yuan."),
            required=True,
            synonyms=("合同金额", "合同造价", "工程合同价"),
            example="30000000.00",
        ),
        _day(
            "contract_signed_on",
            "施工合同签订日期",
            Text("施工总承包合同签订日期。", "Day the general contract was signed."),
            required=True,
            example="2026-02-01",
        ),
        SheetColumn(
            "permit_required",
            "是否须办施工许可证",
            CellKind.FLAG,
            Text("是或否；限额以下工程填否。", "Yes or no; no for works below the threshold."),
            required=True,
            example="是",
        ),
        _day(
            "permit_issued_on",
            "施工许可证核发日期",
            Text("许可证核发日期。", "Day the permit was issued."),
            example="2026-02-15",
        ),
        _day("started_on", "实际开工日期", Text("实际开工日期。", "Day work started."), example="2026-03-01"),
        _day("filed_on", "开工备案日期", Text("开工备案日期。", "Day the start was filed."), example="2026-03-01"),
        _day("planned_end_on", "计划竣工日期", Text("计划竣工日期。", "Planned end."), example="2027-10-31"),
        _day("completed_on", "竣工日期", Text("竣工日期；在建不填。", "Day of completion; empty while in progress.")),
        SheetColumn(
            "labour_cost_ratio",
            "人工费用占比",
            CellKind.NUMBER,
            Text(
                "合同约定的人工费用占合同价的比例，可写 20% 或 0.2。",
                "Labour cost as a share of the price, 20% or 0.2.",
            ),
            example="20%",
        ),
        SheetColumn(
            "labour_cost_monthly",
            "约定每月人工费用",
            CellKind.MONEY,
            Text("合同约定每月拨付的人工费用，元。", "Labour cost to be transferred each month, yuan."),
            synonyms=("每月人工费用",),
        ),
        _day(
            "payment_guarantee_on",
            "工程款支付担保日期",
            Text("建设单位提供工程款支付担保的日期。", "Day the owner gave its payment guarantee."),
            example="2026-02-20",
        ),
        SheetColumn(
            "pay_day",
            "发薪日",
            CellKind.INTEGER,
            Text("约定的发薪日，1 至 31。", "Agreed pay day, 1 to 31."),
            required=True,
            synonyms=("工资发放日",),
            example="15",
        ),
        SheetColumn(
            "pay_next_month",
            "是否次月发薪",
            CellKind.FLAG,
            Text("是：次月发薪；否：当月发薪。", "Yes: due in the next month; no: in the same month."),
            required=True,
            synonyms=("次月发薪",),
            example="是",
        ),
        _day(
            "board_posted_on",
            "维权告示牌设置日期",
            Text("现场设置维权信息告示牌（三项内容齐全）的日期。", "Day the complete rights notice board was put up."),
            example="2026-03-01",
        ),
    ),
)
