"""Sheets 12 and 13: the times a site stands still, and wages paid out of a deposit."""

from xinan.intake.sheets.codes import PAUSE_KINDS
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import PROJECT_CODE
from xinan.kernel.text import Text

PAUSES = Sheet(
    kind="pauses",
    number="12",
    name=Text("停工与暂停", "Pauses"),
    meaning=Text("每次停工、推迟开工、冬歇、春节放假或完工待验一行。", "One row for each time the site stands still."),
    columns=(
        SheetColumn(
            "pause_kind",
            "停工类型",
            CellKind.CODE,
            Text(
                "停工、推迟开工、冬歇、春节放假、完工待验。", "Stop, late start, winter, Spring Festival, completion."
            ),
            required=True,
            synonyms=("暂停类型", "停工原因"),
            codes=PAUSE_KINDS,
            example="冬歇",
            key=True,
        ),
        SheetColumn(
            "paused_from",
            "停工开始日期",
            CellKind.DATE,
            Text("停工第一天。", "First day of the pause."),
            required=True,
            synonyms=("停工日期", "暂停开始日期"),
            example="2026-11-15",
            key=True,
        ),
        SheetColumn(
            "paused_to",
            "停工结束日期",
            CellKind.DATE,
            Text("停工最后一天（含）；未复工不填。", "Last day of the pause; empty while it lasts."),
            synonyms=("停工截止日期", "暂停结束日期"),
            example="2027-03-14",
        ),
        SheetColumn(
            "approved_on",
            "停工批准日期",
            CellKind.DATE,
            Text(
                "主管部门批准的日期；未经批准的停工不停止各项期限。",
                "Day the department approved it; a pause without approval stops no clock.",
            ),
            synonyms=("批准日期", "批复日期"),
            example="2026-11-10",
        ),
        SheetColumn(
            "approval_number",
            "停工批准文号",
            CellKind.TEXT,
            Text("批准文件的文号；有批准日期的必填。", "Number of the approving paper; needed with a day of approval."),
            synonyms=("批准文号", "批复文号"),
            example="长建停〔2026〕12号",
            max_length=100,
        ),
        PROJECT_CODE,
    ),
)

DRAWS = Sheet(
    kind="draws",
    number="13",
    name=Text("保证金动用", "Deposit draw-downs"),
    meaning=Text("每次动用保证金支付工资一行。", "One row for each time wages were paid out of a deposit."),
    columns=(
        SheetColumn(
            "deposit_code",
            "保证金编号",
            CellKind.TEXT,
            Text("存单、保函或保单编号，与“09保证金”一致。", "Number of the deposit as in sheet 09."),
            required=True,
            synonyms=("保函编号", "保单编号"),
            example="BH-2026-0001",
            max_length=64,
            key=True,
        ),
        SheetColumn(
            "drawn_on",
            "动用日期",
            CellKind.DATE,
            Text("用保证金支付工资的日期。", "Day wages were paid out of it."),
            required=True,
            synonyms=("支取日期", "使用日期"),
            example="2026-09-10",
            key=True,
        ),
        SheetColumn(
            "drawn_amount",
            "动用金额",
            CellKind.MONEY,
            Text("元。", "Yuan."),
            required=True,
            synonyms=("支取金额", "使用金额"),
            example="120000.00",
        ),
        SheetColumn(
            "replenished_on",
            "补足日期",
            CellKind.DATE,
            Text(
                "补足到原金额的日期；由银行或监管部门报送，施工单位不填。",
                "Day it was made good; reported by the bank or the office, not by the contractor.",
            ),
            synonyms=("补存日期", "补缴日期"),
        ),
        PROJECT_CODE,
    ),
)
