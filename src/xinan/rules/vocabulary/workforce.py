"""Facts of the people on site: workers, their employment, their days of attendance."""

from xinan.kernel.text import Text
from xinan.rules.vocabulary.columns import Column, FactTable, Kind, Scope, Supplier, When

WORKER = FactTable(
    name="worker",
    meaning=Text("工人", "Worker"),
    key=("worker_id",),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.WORKER,
    columns=(
        Column("worker_id", Kind.TEXT, Text("工人标识 (非证件号)", "Worker identifier (not the identity number)")),
        Column("birth_on", Kind.DATE, Text("出生日期", "Date of birth"), nullable=True, personal=True),
        Column("sex", Kind.CHOICE, Text("性别", "Sex"), nullable=True, choices=("male", "female"), personal=True),
        Column("identity_valid", Kind.BOOLEAN, Text("证件核验通过", "Identity checked and valid")),
        Column(
            "wage_card",
            Kind.TEXT,
            Text("工资卡标识 (不可逆)", "Opaque key of the wage card"),
            nullable=True,
            personal=True,
        ),
        Column(
            "card_holder_matches",
            Kind.BOOLEAN,
            Text("卡主与本人一致", "The card is held in the worker's own name"),
            nullable=True,
        ),
    ),
)

EMPLOYMENT = FactTable(
    name="employment",
    meaning=Text("用工登记", "Employment on a project"),
    key=("employment_id",),
    supplier=Supplier.CONTRACTOR,
    scope=Scope.PROJECT,
    columns=(
        Column("employment_id", Kind.TEXT, Text("用工编号", "Employment number")),
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("worker_id", Kind.TEXT, Text("工人标识", "Worker identifier")),
        Column("employer_id", Kind.TEXT, Text("用人单位", "Employer")),
        Column("team_id", Kind.TEXT, Text("班组", "Team"), nullable=True),
        Column(
            "post",
            Kind.CHOICE,
            Text("岗位", "Post"),
            choices=(
                "worker",
                "labour_manager",
                "project_manager",
                "safety_officer",
                "chief_supervisor",
                "safety_supervisor",
                "other_manager",
            ),
        ),
        Column(
            "registered_on",
            Kind.DATE,
            Text("实名登记日", "Day registered by real name"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "contract_signed_on",
            Kind.DATE,
            Text("劳动合同签订日", "Day the labour contract was signed"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column("entered_on", Kind.DATE, Text("进场日", "Day of entry"), when=When.EXISTS_FROM),
        Column(
            "left_on",
            Kind.DATE,
            Text("退场日 (含)", "Last day on site, included"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column(
            "settled_on",
            Kind.DATE,
            Text("结清确认日", "Day the leaver's wages were settled"),
            nullable=True,
            when=When.KNOWN_FROM,
        ),
        Column("day_rate", Kind.MONEY, Text("约定日工资", "Agreed pay for a day"), nullable=True, unit="CNY", least=0),
    ),
)

ATTENDANCE_DAY = FactTable(
    name="attendance_day",
    meaning=Text("考勤日", "Day of attendance"),
    key=(
        "project_id",
        "worker_id",
        "day",
    ),
    supplier=Supplier.SITE,
    scope=Scope.PROJECT,
    columns=(
        Column("project_id", Kind.TEXT, Text("项目编号", "Project number")),
        Column("worker_id", Kind.TEXT, Text("工人标识", "Worker identifier")),
        Column("day", Kind.DATE, Text("日期", "Day"), when=When.EXISTS_FROM),
        Column("first_at", Kind.TIME, Text("首次打卡", "First punch")),
        Column("last_at", Kind.TIME, Text("末次打卡", "Last punch")),
        Column("punches", Kind.INTEGER, Text("打卡次数", "Punches"), least=0),
        Column("supplements", Kind.INTEGER, Text("其中人工补录", "Of these, typed in by hand"), least=0),
    ),
)

TABLES = (WORKER, EMPLOYMENT, ATTENDANCE_DAY)
