"""Letters as tests draft them."""

from datetime import date, datetime
from decimal import Decimal

from xinan.casework.letters import disputes, inspection
from xinan.documents.actions.draft_letter import draft_letter
from xinan.documents.models import Letter
from xinan.kernel.ciphers import Keyring
from xinan.people.models import Organisation, User

PROJECT = "P-RED"
FIRM = "91220101MA0000001A"
ABOUT = {
    "addressee": "长春甲建设有限公司",
    "project_name": "南关区安置房",
    "project_id": PROJECT,
    "project_place": "长春市南关区",
    "owner_name": "长春乙置业有限公司",
    "contractor_name": "长春甲建设有限公司",
    "law": "《保障农民工工资支付条例》第11–14、31条",
}
FINDINGS = [
    {
        "name": "工资逾期未付",
        "detail": "2026-10 工资应于 2026-11-13 前发放，当月 3 名工人中有 1 名未收到任何工资，应发合计 5,400.00 元。",
        "law": "《保障农民工工资支付条例》第11–14、31条",
        "cure": "通过工资专户向每名未付工人发放当月工资。",
    },
    {
        "name": "名称含 <尖括号> & 符号",
        "detail": "内容原样出现：{{ 文号 }} {% if %}。",
        "law": "系统设定的核查规则",
        "cure": "不作为模板再解释。",
    },
]
FIELDS: dict[str, dict[str, object]] = {
    "reminder": {
        **ABOUT, "title": "关于南关区安置房工资支付有关事项的提醒函", "as_of": date(2026, 11, 22), "findings": FINDINGS,
        "answer_within": "5 WD",
    },
    "warning-notice": {
        **ABOUT, "title": "关于南关区安置房工资支付预警的处置通知", "as_of": date(2026, 11, 22), "findings": FINDINGS,
        "amount": Decimal("5400"), "workers": "1", "answer_within": "3 WD", "cure_within": "10 WD",
    },
    "rectification": {
        **ABOUT, "title": "限期整改指令书", "as_of": date(2026, 11, 22), "findings": FINDINGS, "amount": "107000.53",
        "workers": "12", "cure_by": date(2026, 12, 7), "orders": "一、足额支付工资。\n二、存储工资保证金。",
        "consequences": "《保障农民工工资支付条例》第五十五条",
    },
    "supervision": {
        **ABOUT, "addressee": "南关区根治欠薪工作领导小组办公室", "title": "关于南关区安置房工资支付问题的督办函",
        "matter": "2026年10月工资逾期未付，县级办理已超期。", "requirements": "（一）查清事实。\n（二）督促支付。",
        "answer_within": "10 WD",
    },
    "interview": {
        **ABOUT, "title": "约谈通知书", "people": "法定代表人、项目负责人", "meets_on": date(2026, 11, 27), "meets_at": "上午9时30分",
        "meets_where": "南关区人社局三楼会议室", "topics": "一、逾期未付的原因。\n二、整改安排。",
    },
    "review-opinion": {
        **ABOUT, "title": "关于南关区安置房整改情况的复核意见", "order_number": "南关人社监〔2026〕3号",
        "checked_on": date(2026, 12, 8), "verdict": "已整改到位",
        "results": [{"name": "工资逾期未付", "result": "已整改", "detail": "银行反馈全部成功。"}],
    },
}  # fmt: skip
FIELDS |= {
    kind.code: {field.name: field.example for field in kind.asked} for kind in (*inspection.KINDS, *disputes.KINDS)
}


def drafted(
    code: str = "reminder",
    *,
    by: User | None,
    now: datetime,
    keyring: Keyring,
    office: Organisation | None = None,
    **given: object,
) -> Letter:
    """A complete draft of the officer's office about the red project; `given` changes arguments or fields."""
    arguments = {
        name: str(given.pop(name)) for name in ("region_code", "industry", "addressee_enterprise_id") if name in given
    }
    return draft_letter(
        code,
        office=office or by.organisation,  # type: ignore[union-attr]
        subject_kind="project",
        subject_id=PROJECT,
        project_id=PROJECT,
        fields={**FIELDS[code], **given},
        by=by,
        now=now,
        keyring=keyring,
        **{"region_code": "220102", "industry": "housing", "addressee_enterprise_id": FIRM, **arguments},
    )
