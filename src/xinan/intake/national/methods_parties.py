"""Firms, the project, its units and teams.

Source: 数据标准(试行) and 数据接口标准(试行), annexes of 建办市函〔2018〕603号, as the systems that speak it send them.
"""

from dataclasses import replace

from xinan.intake.national.fields import (
    CORP_CODE,
    CORP_NAME,
    ID_NUMBER,
    PROJECT,
    TEAM_NAME,
    TEAM_NUMBER,
    Field,
    Kind,
    code,
    day,
    identity,
    items,
    moment,
    secret,
    text,
)
from xinan.intake.national.method import Method

_NUMBER = Kind.NUMBER

_CORP = (
    CORP_CODE.needed,
    CORP_NAME.needed,
    text("corpType", "企业类型", 20),
    text("licenseNum", "工商营业执照注册号", 50),
    Field("areaCode", "注册地区编码", Kind.PLACE, length=6).needed,
    text("address", "企业营业地址"),
    text("zipCode", "邮政编码", 6),
    text("legalMan", "法定代表人姓名", 50),
    text("legalManDuty", "法定代表人职务", 50),
    text("legalManProTitle", "法定代表人职称", 50),
    code("legalManIDCardType", "法定代表人证件类型", "idCardType"),
    identity("legalManIDCardNumber", "法定代表人证件号码"),
    Field("regCapital", "注册资本（万元）", _NUMBER, length=40),
    Field("factRegCapital", "实收资本（万元）", _NUMBER, length=40),
    text("capitalCurrencyType", "资本币种", 20),
    day("registerDate", "注册日期"),
    day("establishDate", "成立日期"),
    text("officePhone", "办公电话", 50),
    text("faxNumber", "传真号码", 50),
    text("linkman", "联系人", 50),
    text("linkTel", "联系人电话", 50),
    text("email", "电子邮箱", 100),
    Field("webSite", "企业网址", Kind.WEB_SITE),
)

_PROJECT = (
    PROJECT,
    replace(CORP_CODE, name="contractorCorpCode", title="施工总承包单位统一社会信用代码").needed,
    text("contractorCorpName", "施工总承包单位名称").needed,
    text("name", "项目名称").needed,
    text("description", "项目简介", 1000),
    code("category", "项目类别").needed,
    replace(CORP_CODE, name="buildCorpCode", title="建设单位统一社会信用代码"),
    text("buildCorpName", "建设单位名称"),
    items(
        "builderLicenses",
        "施工许可证",
        (text("prjName", "工程名称"), text("builderLicenseNum", "施工许可证编号", 100).needed),
        most=50,
    ).needed,
    secret("buildPlanNum", "建设用地规划许可证编号"),
    secret("prjPlanNum", "建设工程规划许可证编号"),
    Field("areaCode", "项目所在地", Kind.REGION, length=6).needed,
    Field("invest", "总投资（万元）", _NUMBER, length=40),
    Field("buildingArea", "总面积（平方米）", _NUMBER, length=40),
    Field("buildingLength", "总长度（米）", _NUMBER, length=40),
    day("startDate", "开工日期"),
    day("completeDate", "竣工日期"),
    text("linkman", "联系人姓名", 50),
    text("linkPhone", "联系人电话", 50),
    code("prjStatus", "项目状态").needed,
    Field("lng", "经度", _NUMBER, length=40),
    Field("lat", "纬度", _NUMBER, length=40),
    text("address", "项目地点"),
    text("approvalNum", "立项文号", 50),
    code("approvalLevelNum", "立项级别"),
    code("prjSize", "建设规模"),
    code("propertyNum", "建设性质"),
    code("functionNum", "工程用途"),
    text("nationNum", "国籍代码", 3),
    text("thirdPartyProjectCode", "第三方项目编码", 50).needed,
)

_BANK_INFO = (
    code("bankCode", "银行代码"),
    secret("bankNumber", "银行账号", Kind.CARD),
    text("bankName", "银行名称"),
    text("bankLinkNumber", "银行联行号", 50),
)
_UNIT = (
    PROJECT.needed,
    CORP_CODE.needed,
    CORP_NAME.needed,
    code("corpType", "参建类型").needed,
    moment("entryTime", "进场时间"),
    moment("exitTime", "退场时间"),
    items("bankInfos", "银行信息", _BANK_INFO, most=20),
    text("pmName", "项目经理姓名", 50),
    code("pmIDCardType", "项目经理证件类型", "idCardType"),
    identity("pmIDCardNumber", "项目经理证件号码"),
    text("pmPhone", "项目经理电话", 50),
)

_TEAM_PEOPLE = (
    text("responsiblePersonName", "责任人姓名", 50),
    text("responsiblePersonPhone", "责任人电话", 50),
    code("responsiblePersonIDCardType", "责任人证件类型", "idCardType"),
    replace(ID_NUMBER, name="responsiblePersonIDNumber", title="责任人证件号码"),
    text("teamLeaderName", "班组长姓名", 50),
    text("teamLeaderPhone", "班组长电话", 50),
    code("teamLeaderIDCardType", "班组长证件类型", "idCardType"),
    replace(ID_NUMBER, name="teamLeaderIDNumber", title="班组长证件号码"),
    text("remark", "备注"),
    moment("entryTime", "进场时间"),
    moment("exitTime", "退场时间"),
)


def _optional(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The same fields, none of them mandatory: an update says what changes."""
    return tuple(replace(field, mandatory=False) for field in fields)


PARTIES = (
    Method("Corp.Upload", "上传企业信息", _CORP, kind="corps"),
    Method("Project.Add", "上传项目信息", _PROJECT, kind="project"),
    Method("Project.PartUpdate", "修改项目部分信息", (PROJECT.needed, *_optional(_PROJECT[1:])), kind="project"),
    Method("ProjectSubContractor.Add", "上传参建单位", _UNIT, kind="units"),
    Method("ProjectSubContractor.Update", "修改参建单位", _UNIT, kind="units"),
    Method(
        "Team.Add",
        "上传班组",
        (PROJECT.needed, CORP_CODE.needed, CORP_NAME.needed, TEAM_NAME.needed, *_TEAM_PEOPLE),
        kind="teams",
    ),
    Method("Team.Update", "修改班组", (PROJECT, TEAM_NUMBER.needed, TEAM_NAME, *_TEAM_PEOPLE), kind="teams"),
)
