"""Payrolls.

Source: as methods_parties.
"""

from xinan.intake.national.fields import (
    ATTACHMENT,
    CORP_CODE,
    CORP_NAME,
    ID_NUMBER,
    ID_TYPE,
    PROJECT,
    TEAM_NUMBER,
    Field,
    Kind,
    code,
    day,
    items,
    secret,
    text,
)
from xinan.intake.national.method import Method

_LINE = (
    ID_TYPE.needed,
    ID_NUMBER.needed,
    Field("days", "出勤天数", Kind.NUMBER, length=20),
    Field("workHours", "总工时", Kind.NUMBER, length=20),
    secret("payRollBankCardNumber", "工人工资卡号", Kind.CARD).needed,
    code("payRollBankCode", "工人工资卡银行代码", "bankCode").needed,
    text("payRollBankName", "工人工资卡开户行名称").needed,
    secret("payBankCardNumber", "工资代发银行卡号", Kind.CARD).needed,
    code("payBankCode", "工资代发银行代码", "bankCode").needed,
    text("payBankName", "工资代发开户行名称").needed,
    Field("totalPayAmount", "应发金额", Kind.MONEY, length=25).needed,
    Field("actualAmount", "实发金额", Kind.MONEY, length=25).needed,
    Field("isBackPay", "是否为补发", Kind.FLAG).needed,
    Field("backPayMonth", "补发月份", Kind.MONTH, length=7, past=True),
    day("balanceDate", "发放日期", past=True).needed,
    text("thirdPayRollCode", "第三方工资单编号", 64).needed,
)

WAGES = (
    Method(
        "Payroll.Add",
        "上传工资单",
        (
            PROJECT.needed,
            CORP_CODE.needed,
            CORP_NAME.needed,
            TEAM_NUMBER.needed,
            Field("payMonth", "工资月份", Kind.MONTH, length=7, past=True).needed,
            items("attachments", "附件", ATTACHMENT, most=10),
        ),
        "detailList",
        _LINE,
        kind="payroll",
        published=20,
    ),
)
