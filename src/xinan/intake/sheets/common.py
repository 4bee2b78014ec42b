"""Columns that several sheets share."""

from dataclasses import replace

from xinan.intake.sheets.codes import IDENTITY_TYPES
from xinan.intake.sheets.columns import CellKind, SheetColumn
from xinan.kernel.text import Text

EXAMPLE_MARK = "示例"  # a row whose first cell begins with this is an example, never a fact
EXAMPLE_IDENTITY = "11010519491231002X"  # the specimen number printed in GB 11643-1999
EXAMPLE_CREDIT_CODE = "91220101MA0000000A"
EXAMPLE_CARD = "6228480000000000000"

_UNUSED = Text(
    "国家标准字段；只检查格式，不保存（个人信息最小必要）。",
    "A field of the national standard: its form is checked, it is not stored (no more personal data than needed).",
)


def unused(name: str, title: str, kind: CellKind = CellKind.TEXT, *synonyms: str) -> SheetColumn:
    """A column of the national standard which nothing here needs: checked for its form, not stored."""
    return SheetColumn(name, title, kind, _UNUSED, synonyms=synonyms, max_length=500)


PROJECT_CODE = SheetColumn(
    "project_code",
    "项目编号",
    CellKind.TEXT,
    Text(
        "一般不填：上传时选定项目。文件里有这一列时，每行须与所选项目一致。",
        "Usually absent: the project is chosen at upload. Where a file has it, every row must agree with the choice.",
    ),
    synonyms=("项目编码", "项目代码", "工程编号"),
    max_length=64,
    printed=False,
)


def credit_code(title: str = "企业信用代码", *, key: bool = False) -> SheetColumn:
    """The enterprise's code, under the title its sheet uses."""
    return SheetColumn(
        "enterprise_code",
        title,
        CellKind.CREDIT_CODE,
        Text("企业的统一社会信用代码，18 位。", "The enterprise's unified social credit code, 18 characters."),
        required=True,
        synonyms=(
            "企业信用代码",
            "信用代码",
            "统一社会信用代码",
            "企业统一社会信用代码",
            "社会信用代码",
            "单位信用代码",
        ),
        example=EXAMPLE_CREDIT_CODE,
        key=key,
    )


def enterprise_name(*, required: bool = True) -> SheetColumn:
    """The enterprise's name."""
    return SheetColumn(
        "enterprise_name",
        "企业名称",
        CellKind.TEXT,
        Text("企业全称，与营业执照一致。", "The enterprise's full name as on its licence."),
        required=required,
        synonyms=("单位名称", "公司名称", "所属企业"),
        example="吉林省示例建筑有限公司",
    )


def team_name(*, required: bool = True, key: bool = False) -> SheetColumn:
    """The team's name."""
    return SheetColumn(
        "team_name",
        "班组名称",
        CellKind.TEXT,
        Text(
            "班组名称，与“02班组”表一致。" if not key else "班组名称，同一企业在同一项目内不得重名。",
            "The team's name as in sheet 02." if not key else "The team's name, unique in its enterprise and project.",
        ),
        required=required,
        synonyms=("班组", "所属班组", "施工班组", "劳务班组", "班组名"),
        example="钢筋一班",
        max_length=100,
        key=key,
    )


def worker_name(*, required: bool = True) -> SheetColumn:
    """The worker's name."""
    return SheetColumn(
        "person_name",
        "工人姓名",
        CellKind.TEXT,
        Text("工人姓名，与证件一致。", "The worker's name as on the identity document."),
        required=required,
        synonyms=("姓名", "人员姓名", "员工姓名", "农民工姓名", "务工人员姓名", "工人"),
        example="张示例",
        max_length=50,
    )


IDENTITY_TYPE = SheetColumn(
    "identity_type",
    "证件类型",
    CellKind.CODE,
    Text(
        "证件类型代码或名称；不填按居民身份证。", "Code or name of the kind of document; empty: resident identity card."
    ),
    synonyms=("证件种类",),
    codes=IDENTITY_TYPES,
    example="居民身份证",
)

IDENTITY = SheetColumn(
    "identity",
    "证件号码",
    CellKind.IDENTITY,
    Text(
        "证件号码。居民身份证 18 位，末位可为 X。",
        "Number of the document. A resident identity card has 18 characters.",
    ),
    required=True,
    synonyms=(
        "身份证号",
        "身份证号码",
        "证件号",
        "身份证",
        "公民身份号码",
        "居民身份证号",
        "居民身份证号码",
        "身份证件号码",
        "身份号码",
    ),
    example=EXAMPLE_IDENTITY,
    key=True,
)

OPTIONAL_IDENTITY = replace(
    IDENTITY,
    required=False,
    key=False,
    printed=False,
    meaning=Text(
        "原模板没有这一列；同名工人分不清时可自行加上。",
        "Not in the template; may be added where workers of the same name cannot be told apart.",
    ),
)
