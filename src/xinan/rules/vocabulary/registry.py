"""Facts of the registry: places, firms, projects, pauses, boards, records, clues, feeds."""

from xinan.kernel.text import Text
from xinan.rules.vocabulary.columns import Column, FactTable, Kind, Scope, Supplier, When

REGION = FactTable(
    name="region",
    meaning=Text("地区", "Region"),
    key=("region_code",),
    supplier=Supplier.OFFICE,
    scope=Scope.COMMON,
    columns=(
        Column("region_code", Kind.TEXT, Text("行政区划代码 (GB/T 2260)", "Region code (GB/T 2260)")),
        Column("name", Kind.TEXT, Text("名称", "Name")),
        Column("level", Kind.CHOICE, Text("层级", "Level"), choices=("province", "prefecture", "county")),
        Column("parent_code", Kind.TEXT, Text("上级地区", "Parent region"), nullable=True),
    ),
)

ENTERPRISE = FactTable(
    name="enterprise",
    meaning=Text("企业", "Enterprise"),
    key=("enterprise_id",),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.ENTERPRISE,
    columns=(
        Column("enterprise_id", Kind.TEXT, Text("统一社会信用代码", "Unified social credit code")),
        Column("name", Kind.TEXT, Text("名称", "Name")),
        Column("region_code", Kind.TEXT, Text("注册地", "Region of registration"), nullable=True),
    ),
)

PROJECT = FactTable(
    name="project",
    meaning=Text("工程项目", "Construction project"),
    key=("project_id",),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.PROJECT,
    columns=(
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("name", Kind.TEXT, Text("项目名称", "Project name")),
        Column("region_code", Kind.TEXT, Text("项目所在地", "Place of the project")),
        Column(
            "industry",
            Kind.CHOICE,
            Text("行业", "Industry"),
            choices=(
                "housing",
                "municipal",
                "transport",
                "water",
                "railway",
                "energy",
                "telecom",
                "landscaping",
                "other",
            ),
        ),
        Column("owner_id", Kind.TEXT, Text("建设单位", "Owner")),
        Column("contractor_id", Kind.TEXT, Text("施工总承包单位", "General contractor")),
        Column("government_invested", Kind.BOOLEAN, Text("是否政府投资", "Government-invested")),
        Column("contract_price", Kind.MONEY, Text("合同价", "Contract price"), unit="CNY", least=0),
        Column(
            "contract_signed_on",
            Kind.DATE,
            Text("施工合同签订日", "Day the construction contract was signed"),
            when=When.EXISTS_FROM,
        ),
        Column("permit_required", Kind.BOOLEAN, Text("是否须办施工许可证", "Needs a construction permit")),
        Column(
            "permit_issued_on",
            Kind.DATE,
            Text("施工许可证核发日", "Day the permit was issued"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "started_on",
            Kind.DATE,
            Text("实际开工日", "Day work started"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "filed_on",
            Kind.DATE,
            Text("开工备案日", "Day the start was filed"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "updated_on",
            Kind.DATE,
            Text("项目信息最近更新日", "Day the project's data were last updated"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column("planned_end_on", Kind.DATE, Text("计划竣工日", "Planned end"), nullable=True, when=When.TERM),
        Column(
            "completed_on",
            Kind.DATE,
            Text("竣工日", "Day of completion"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "labour_cost_ratio",
            Kind.NUMBER,
            Text("人工费用占比", "Labour cost as a share of the contract price"),
            nullable=True,
            least=0,
        ),
        Column(
            "labour_cost_monthly",
            Kind.MONEY,
            Text("约定每月人工费用", "Labour cost agreed per month"),
            nullable=True,
            unit="CNY",
            least=0,
        ),
        Column(
            "payment_guarantee_on",
            Kind.DATE,
            Text("工程款支付担保提供日", "Day the owner's payment guarantee was given"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "pay_day",
            Kind.INTEGER,
            Text("发薪日 (1–31)", "Day of the month on which wages are due (1–31)"),
            least=1,
            greatest=31,
        ),
        Column("pay_next_month", Kind.BOOLEAN, Text("次月发薪", "Wages fall due in the following month")),
    ),
)

PAUSE = FactTable(
    name="pause",
    meaning=Text("停工与暂停", "Pause"),
    key=(
        "project_id",
        "kind",
        "from_on",
    ),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.PROJECT,
    columns=(
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column(
            "kind",
            Kind.CHOICE,
            Text("类型", "Kind"),
            choices=("stop", "late_start", "winter", "spring_festival", "completion"),
        ),
        Column("from_on", Kind.DATE, Text("开始日", "First day"), when=When.EXISTS_FROM),
        Column("to_on", Kind.DATE, Text("结束日 (含)", "Last day, included"), nullable=True, when=When.TERM),
        Column("approved_on", Kind.DATE, Text("批准日", "Day of approval"), nullable=True, when=When.KNOWN_FROM),
    ),
)

NOTICE_BOARD = FactTable(
    name="notice_board",
    meaning=Text("维权信息告示牌", "Rights notice board"),
    key=(
        "project_id",
        "posted_on",
    ),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.PROJECT,
    columns=(
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("posted_on", Kind.DATE, Text("设置日", "Day it was posted"), when=When.EXISTS_FROM),
        Column(
            "has_parties",
            Kind.BOOLEAN,
            Text("载明单位与劳资专管员", "Names the parties and the labour manager"),
        ),
        Column(
            "has_wage_terms",
            Kind.BOOLEAN,
            Text("载明最低工资与支付日期", "Gives the minimum wage and the pay date"),
        ),
        Column(
            "has_channels",
            Kind.BOOLEAN,
            Text("载明投诉举报与法律援助渠道", "Gives the channels of complaint and legal aid"),
        ),
    ),
)

ARREARS_RECORD = FactTable(
    name="arrears_record",
    meaning=Text("欠薪记录", "Arrears record"),
    key=(
        "enterprise_id",
        "found_on",
    ),
    supplier=Supplier.OFFICE,
    scope=Scope.ENTERPRISE,
    columns=(
        Column("enterprise_id", Kind.TEXT, Text("统一社会信用代码", "Unified social credit code")),
        Column("found_on", Kind.DATE, Text("认定日", "Day it was found"), when=When.EXISTS_FROM),
        Column("cleared_on", Kind.DATE, Text("清偿日", "Day it was cleared"), nullable=True, when=When.KNOWN_FROM),
    ),
)

JOINT_LIST = FactTable(
    name="joint_list",
    meaning=Text("失信联合惩戒名单", "Joint-punishment list"),
    key=(
        "enterprise_id",
        "listed_on",
    ),
    supplier=Supplier.OFFICE,
    scope=Scope.ENTERPRISE,
    columns=(
        Column("enterprise_id", Kind.TEXT, Text("统一社会信用代码", "Unified social credit code")),
        Column("listed_on", Kind.DATE, Text("列入日", "Day of listing"), when=When.EXISTS_FROM),
        Column("removed_on", Kind.DATE, Text("移出日", "Day of removal"), nullable=True, when=When.KNOWN_FROM),
    ),
)

CLUE = FactTable(
    name="clue",
    meaning=Text("欠薪线索", "Clue"),
    key=("clue_id",),
    supplier=Supplier.OFFICE,
    scope=Scope.PROJECT,
    columns=(
        Column("clue_id", Kind.TEXT, Text("线索编号", "Clue number")),
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number"), nullable=True),
        Column("received_on", Kind.DATE, Text("收到日", "Day received"), when=When.EXISTS_FROM),
        Column("workers", Kind.INTEGER, Text("涉及人数", "Workers concerned"), least=0),
        Column("amount", Kind.MONEY, Text("涉及金额", "Amount concerned"), nullable=True, unit="CNY", least=0),
        Column("closed_on", Kind.DATE, Text("办结日", "Day closed"), nullable=True, when=When.KNOWN_FROM),
    ),
)

FEED = FactTable(
    name="feed",
    meaning=Text("数据来源状态", "Feed"),
    key=(
        "project_id",
        "source",
    ),
    supplier=Supplier.OFFICE,
    scope=Scope.PROJECT,
    columns=(
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("source", Kind.CHOICE, Text("来源", "Source"), choices=("attendance", "bank", "payroll")),
        Column("last_received_on", Kind.DATE, Text("最近收到数据日", "Day last heard"), when=When.CLAMPED),
    ),
)

TABLES = (REGION, ENTERPRISE, PROJECT, PAUSE, NOTICE_BOARD, ARREARS_RECORD, JOINT_LIST, CLUE, FEED)
