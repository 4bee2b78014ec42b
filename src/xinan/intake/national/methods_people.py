"""The roster: people, their entries and exits, contracts, punches, training.

Source: as methods_parties.
"""

from dataclasses import replace

from xinan.intake.national.fields import (
    ATTACHMENT,
    CORP_CODE,
    CORP_NAME,
    ID_NUMBER,
    ID_TYPE,
    PROJECT,
    TEAM_NAME,
    TEAM_NUMBER,
    Field,
    Kind,
    code,
    day,
    items,
    moment,
    secret,
    text,
)
from xinan.intake.national.method import Method

_PLACE = (PROJECT.needed, CORP_CODE.needed, CORP_NAME.needed, TEAM_NUMBER.needed)
_PERSON = (ID_TYPE.needed, ID_NUMBER.needed)
_FLAG, _IMAGE = Kind.FLAG, Kind.IMAGE

_WORKER = (
    text("workerName", "工人姓名", 50).needed,
    *_PERSON,
    Field("isTeamLeader", "是否班组长", _FLAG).needed,
    code("workType", "当前工种").needed,
    code("workRole", "工人类型").needed,
    text("nation", "民族", 50).needed,
    text("address", "住址").needed,
    Field("headImage", "头像", _IMAGE).needed,
    code("politicsType", "政治面貌").needed,
    text("cellPhone", "手机号码", 50).needed,
    code("cultureLevelType", "文化程度").needed,
    text("grantOrg", "发证机关", 100).needed,
    day("issueCardDate", "发卡时间", past=True),
    Field("issueCardPic", "办卡采集相片", _IMAGE),
    text("cardNumber", "考勤卡号", 50),
    secret("payRollBankCardNumber", "发放工资银行卡号", Kind.CARD),
    text("payRollBankName", "发放工资银行名称"),
    text("bankLinkNumber", "工资卡银行联号", 50),
    code("payRollTopBankCode", "发放工资总行代码", "bankCode"),
    Field("hasBuyInsurance", "是否购买工伤或意外伤害保险", _FLAG),
    text("specialty", "特长"),
    Field("hasBadMedicalHistory", "是否有重大病史", _FLAG),
    text("urgentLinkMan", "紧急联系人姓名", 50),
    text("urgentLinkManPhone", "紧急联系电话", 50),
    day("workDate", "开始工作日期"),
    code("maritalStatus", "婚姻状况"),
    day("joinedTime", "加入工会时间"),
    # Checked for their form; not kept (docs/decisions/0034).
    Field("positiveIDCardImage", "身份证正面照", _IMAGE),
    Field("negativeIDCardImage", "身份证反面照", _IMAGE),
    day("startDate", "证件有效期开始日期"),
    day("expiryDate", "证件有效期结束日期"),
)
# On an update the photograph is the only thing a system no longer has at hand.
_WORKER_AGAIN = tuple(replace(field, mandatory=False) if field.name == "headImage" else field for field in _WORKER)

_PASSAGE = (
    *_PERSON,
    day("date", "进退场日期", past=True).needed,
    code("type", "进退场类型").needed,
    Field("voucher", "凭证扫描件", Kind.SCAN),
)

_CONTRACT = (
    CORP_CODE.needed,
    CORP_NAME.needed,
    *_PERSON,
    text("contractCode", "合同编号", 64),
    code("contractPeriodType", "合同期限类型").needed,
    day("startDate", "开始日期").needed,
    day("endDate", "结束日期"),
    code("unit", "计量单位"),
    Field("unitPrice", "计量单价", Kind.MONEY, length=25),
    items("attachments", "附件", ATTACHMENT, most=10),
)

_PUNCH = (
    *_PERSON,
    moment("date", "刷卡时间", past=True).needed,
    code("direction", "刷卡进出方向").needed,
    code("attendType", "通行方式"),
    text("channel", "通道名称", 50),
    Field("image", "刷卡近照", _IMAGE),
    Field("lng", "经度", Kind.NUMBER, length=40),
    Field("lat", "纬度", Kind.NUMBER, length=40),
)

_TRAINING = (
    PROJECT.needed,
    day("trainingDate", "培训日期", past=True).needed,
    Field("trainingDuration", "培训时长（小时）", Kind.NUMBER, length=20).needed,
    text("trainingName", "课程名称").needed,
    code("trainingTypeCode", "培训类型").needed,
    text("trainer", "培训人", 50),
    text("trainingOrg", "培训机构"),
    text("trainingAddress", "培训地址"),
    text("description", "培训简述", 1000),
)
_TRAINEE = (*_PERSON, Field("isPass", "是否合格", _FLAG), Field("trainingScore", "培训得分", Kind.NUMBER, length=20))

PEOPLE = (
    Method(
        "ProjectWorker.Add",
        "上传项目工人",
        (*_PLACE, TEAM_NAME.needed),
        "workerList",
        _WORKER,
        kind="people",
        published=5,
        alone=True,
    ),
    Method(
        "ProjectWorker.Update",
        "修改项目工人",
        (*_PLACE, TEAM_NAME.needed),
        "workerList",
        _WORKER_AGAIN,
        kind="people",
        published=5,
        alone=True,
    ),
    Method("WorkerEntryExit.Add", "上传进退场", _PLACE, "workerList", _PASSAGE, kind="entries", published=50),
    Method(
        "WorkerContract.Add", "上传合同", (PROJECT.needed,), "contractList", _CONTRACT, kind="contracts", published=5
    ),
    Method(
        "WorkerAttendance.Add",
        "上传考勤",
        (PROJECT.needed, TEAM_NUMBER.needed),
        "dataList",
        _PUNCH,
        kind="attendance",
        published=20,
    ),
    Method("ProjectTraining.Add", "上传培训", _TRAINING, "trainees", _TRAINEE, kind="training"),
)
