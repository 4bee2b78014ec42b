"""The methods that only ask.

Source: as methods_parties.
"""

from dataclasses import replace

from xinan.intake.national.fields import (
    CORP_CODE,
    ID_NUMBER,
    ID_TYPE,
    PROJECT,
    TEAM_NUMBER,
    Field,
    Kind,
    code,
    day,
    text,
)
from xinan.intake.national.method import Method

MOST_ROWS = 50  # a page; the standard's clients ask for 50 at most

_PAGE = (
    Field("pageIndex", "页码（从 0 开始）", Kind.INTEGER, length=9),
    Field("pageSize", f"每页行数（1 至 {MOST_ROWS}）", Kind.INTEGER, length=9),
)
_OWN = PROJECT.needed
_PERSON = (ID_TYPE, ID_NUMBER)
_CORP = CORP_CODE
_CONTRACTOR = replace(CORP_CODE, name="contractorCorpCode", title="施工总承包单位统一社会信用代码")


def _asks(name: str, title: str, *fields: Field) -> Method:
    return Method(name, title, (*_PAGE, *fields), writes=False)


ASKING = (
    _asks("CorpCredential.Query", "查询企业资质", _CORP.needed),
    _asks("CorpBadRecord.Query", "查询企业不良记录", _CORP.needed),
    _asks("CorpGoodRecord.Query", "查询企业良好记录", _CORP.needed),
    _asks("Project.Query", "查询项目", PROJECT, _CONTRACTOR, text("thirdPartyProjectCode", "第三方项目编码", 50)),
    _asks("ProjectSubContractor.Query", "查询参建单位", _OWN, _CORP, code("corpType", "参建类型")),
    _asks("Team.Query", "查询班组", _OWN, _CORP, TEAM_NUMBER),
    _asks("ProjectWorker.Query", "查询项目工人", _OWN, _CORP, TEAM_NUMBER, *_PERSON),
    _asks("Worker.Query", "查询工人", *(field.needed for field in _PERSON)),
    _asks("WorkerCredential.Query", "查询工人资格证书", *(field.needed for field in _PERSON)),
    _asks("WorkerEntryExit.Query", "查询进退场", _OWN, _CORP, TEAM_NUMBER, *_PERSON, day("date", "日期")),
    _asks("WorkerContract.Query", "查询合同", _OWN, _CORP, *_PERSON),
    _asks("WorkerAttendance.Query", "查询考勤", _OWN, TEAM_NUMBER, *_PERSON, day("date", "考勤日期")),
    _asks("ProjectTraining.Query", "查询培训", _OWN, day("trainingDate", "培训日期")),
    _asks(
        "Payroll.Query",
        "查询工资单",
        _OWN,
        _CORP,
        TEAM_NUMBER,
        *_PERSON,
        Field("payMonth", "工资月份", Kind.MONTH, length=7),
    ),
    Method(
        "AsyncHandleResult.Query",
        "查询异步处理结果",
        (text("requestSerialCode", "请求序列编码", 100).needed,),
        writes=False,
    ),
    Method("CheckSign.Query", "签名自检", (), writes=False),
)
