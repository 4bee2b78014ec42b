"""Letters of the labour inspection: from acceptance to the demand to obey."""

from datetime import date

from xinan.casework.letters import fields as f
from xinan.casework.letters.made import made, runs
from xinan.documents.kinds import LetterKind
from xinan.rules.laws import proposal
from xinan.rules.model import Basis

_FIRM = (f.CASE_NUMBER, f.EMPLOYER, f.EMPLOYER_CODE, f.EMPLOYER_ADDRESS, f.EMPLOYER_HEAD, f.PROJECT)
_OWED = (f.PERIOD, f.WORKERS, f.AMOUNT)

ACCEPTANCE = made(
    "case-acceptance",
    ("劳动保障监察投诉受理通知书", "Notice of acceptance of a complaint"),
    ("告知投诉人投诉已受理、由谁办、多久有结果。", "A complainant is told that it was accepted, by whom, until when."),
    basis=f.bases((f.IMPLEMENTATION, "18"), (f.INSPECTION, "17")),
    fields=(
        f.CASE_NUMBER, f.EMPLOYER, f.PROJECT, f.day("accepted_on", "受理日期", "Accepted on", date(2026, 11, 23)),
        f.lines("matter", "投诉事项", "Matter", "用人单位拖欠您2026年8月、9月工资。"), f.OFFICERS, f.LAW,
    ),
)  # fmt: skip

NOT_ACCEPTED = made(
    "case-not-accepted",
    ("劳动保障监察投诉不予受理决定书", "Decision not to accept a complaint"),
    ("说明不予受理的理由、依据，以及应当到哪里去。", "Why it is not accepted, by which law, and where to go instead."),
    basis=f.bases((f.IMPLEMENTATION, "18"), (f.INSPECTION, "20, 21")),
    fields=(
        f.EMPLOYER, f.lines("matter", "投诉事项", "Matter", "要求支付工程款利息。"),
        f.lines("reasons", "不予受理理由", "Reasons", "投诉事项属于工程款纠纷，不属于劳动保障监察范围。"),
        f.lines("where_to_go", "解决途径", "Where to go", "您可以向南关区人民法院提起诉讼。"), f.REVIEWER, f.COURT, f.LAW,
    ),
    serve_within="5 WD",
)  # fmt: skip

FILING = made(
    "case-filing",
    ("劳动保障监察立案审批表", "Approval of filing a case"),
    ("受理当日报负责人批准立案，批准日为立案日。", "Filing is put to the head on the day of acceptance; approval is the filing."),
    basis=f.bases((f.IMPLEMENTATION, "18, 20")),
    fields=(
        *_FIRM, f.text("source", "案件来源", "Source", "监控预警"), f.lines("matter", "案由", "Matter", "涉嫌拖欠农民工工资。"), *_OWED,
        f.OFFICERS, f.text("opinion", "审批意见", "Opinion", "同意立案，由办案人员两人以上调查。"), f.LAW,
    ),
    office="长春市南关区人力资源和社会保障局负责人",
)  # fmt: skip

INQUIRY = made(
    "inquiry-notice",
    ("劳动保障监察调查询问书", "Summons to an inquiry"),
    ("通知单位到场接受询问并提供用工、工资资料。", "A firm is asked to come, answer and bring its records."),
    basis=f.bases((f.INSPECTION, "15, 30"), (f.REG, "50")),
    fields=(
        *_FIRM, f.day("meets_on", "询问日期", "Day", date(2026, 11, 30)), f.text("meets_at", "询问时间", "Time", "上午9时"),
        f.text("meets_where", "询问地点", "Place", "南关区劳动保障监察大队"),
        f.lines(
            "papers", "提供资料", "Papers to bring",
            "一、营业执照、劳动合同和职工名册。\n二、2026年8月、9月考勤记录和工资支付表。\n三、工资专用账户明细。",
        ),
        f.OFFICERS, f.LAW,
    ),
    clock=runs("inquiry", ("接受询问", "Inquiry"), "meets_on", "3 WD", proposal()),
)  # fmt: skip

PAY_ORDER = made(
    "pay-order",
    ("责令支付工资决定书", "Order to pay wages"),
    ("责令用人单位在限期内支付拖欠的工资；逾期不付的加付赔偿金。", "Wages are to be paid by a day; extra compensation follows."),
    basis=f.bases((f.INSPECTION, "18, 26"), (f.LABOUR_CONTRACT, "85"), (f.REG, "42")),
    fields=(
        *_FIRM, f.FACTS, f.EVIDENCE, *_OWED, f.day("pay_by", "支付期限", "Pay by", date(2026, 12, 7)),
        f.text("extra", "加付赔偿金标准", "Extra compensation", "应付金额百分之五十以上百分之一百以下"),
        f.REVIEWER, f.COURT, f.LAW,
    ),
    # The statute sets no length; the officer sets the day (劳动保障监察条例 26).
    clock=runs("pay", ("限期支付", "Payment"), "pay_by", "10 WD", proposal()),
    serve_within="7 D",
)  # fmt: skip

PENALTY_NOTICE = made(
    "penalty-notice",
    ("行政处罚事先告知书", "Notice before a penalty"),
    ("处罚前告知事实、理由、依据和拟作的决定，听取陈述申辩，可以要求听证。", "Facts, law, what is meant; the firm may speak."),
    basis=f.bases((f.PENALTIES, "44, 45, 63, 64"), (f.INSPECTION, "19")),
    fields=(
        *_FIRM, f.FACTS, f.EVIDENCE,
        f.lines("intended", "拟处罚内容", "Intended penalty", "处人民币伍万元罚款。"),
        f.text("consequences", "处罚依据", "Penalty by", "《保障农民工工资支付条例》第五十五条"),
        f.length("hearing_within", "听证申请期限", "Ask for a hearing within", "5 WD"), f.LAW,
    ),
    clock=runs("hearing", ("申请听证", "Asking for a hearing"), "hearing_within", "5 WD", Basis(f.PENALTIES, "64")),
)  # fmt: skip

HEARING = made(
    "hearing-notice",
    ("行政处罚听证通知书", "Notice of a hearing"),
    ("听证七个工作日前通知时间、地点和主持人。", "When, where and before whom, seven working days ahead."),
    basis=f.bases((f.PENALTIES, "64")),
    fields=(
        *_FIRM, f.day("meets_on", "听证日期", "Day", date(2026, 12, 10)), f.text("meets_at", "听证时间", "Time", "上午9时"),
        f.text("meets_where", "听证地点", "Place", "南关区人力资源和社会保障局听证室"),
        f.text("chair", "听证主持人", "Chair", "刘清（法制机构）"), f.LAW,
    ),
    clock=runs("hearing", ("听证", "Hearing"), "meets_on", "7 WD", Basis(f.PENALTIES, "64")),
)  # fmt: skip

PENALTY = made(
    "penalty-decision",
    ("行政处罚决定书", "Penalty decision"),
    ("依法作出处罚，写明履行方式、期限和救济途径。", "The penalty, how and when it is paid, and how it may be fought."),
    basis=f.bases((f.PENALTIES, "57, 59, 61, 67, 72"), (f.INSPECTION, "18")),
    fields=(
        *_FIRM, f.FACTS, f.EVIDENCE,
        f.lines("heard", "陈述申辩情况", "What the firm said", "你单位在规定期限内未提出陈述、申辩，未要求听证。"),
        f.lines("decision", "处罚决定", "Penalty", "处罚款人民币伍万元。"),
        f.text("consequences", "处罚依据", "Penalty by", "《保障农民工工资支付条例》第五十五条"),
        f.money("fine", "罚款金额", "Fine", "50000.00", required=False),
        f.length("pay_within", "缴款期限", "Pay within", "15 D"),
        f.text("bank", "代收机构", "Paid at", "中国工商银行长春南关支行，户名：南关区财政局"), f.REVIEWER, f.COURT, f.LAW,
    ),
    clock=runs("pay", ("缴纳罚款", "Paying the fine"), "pay_within", "15 D", Basis(f.PENALTIES, "67")),
)  # fmt: skip

RESULT = made(
    "result-notice",
    ("劳动保障监察结果告知书", "Notice of the outcome"),
    ("办结后七日内书面告知投诉人本人事项的结果。", "Each complainant is told the outcome of their own matter within seven days."),
    basis=f.bases((f.REG, "10"), (f.JILIN_INSPECTION, "23")),
    fields=(
        f.CASE_NUMBER, f.EMPLOYER, f.PROJECT, f.lines("matter", "投诉事项", "Matter", "用人单位拖欠您2026年8月、9月工资。"),
        f.lines("result", "办理结果", "Outcome", "经责令，用人单位已于2026年12月3日支付您的工资。"),
        f.money("paid", "已支付金额", "Paid", "9600.00", required=False),
        f.lines("next_steps", "后续权利", "What you may do", "对结果有异议的，可以申请劳动争议仲裁。", required=False), f.LAW,
    ),
    serve_within="7 D",
)  # fmt: skip

DEMAND = made(
    "demand-letter",
    ("履行行政决定催告书", "Demand to obey a decision"),
    ("申请法院强制执行前书面催告，十个工作日后仍不履行的可以申请。", "Written demand; ten working days later the court may be asked."),
    basis=f.bases((f.COMPULSION, "54, 69")),
    fields=(
        *_FIRM, f.RELATED_LETTER, f.lines("duties", "应履行义务", "What is to be done", "支付拖欠的农民工工资71,280.00元。"),
        f.AMOUNT, f.length("obey_within", "履行期限", "Obey within", "10 WD"), f.COURT, f.LAW,
    ),
    clock=runs("obey", ("催告后履行", "Obeying after the demand"), "obey_within", "10 WD", Basis(f.COMPULSION, "54, 69")),
)  # fmt: skip

ENFORCEMENT = made(
    "enforcement-application",
    ("行政强制执行申请书", "Application for enforcement by the court"),
    ("当事人不复议、不起诉又不履行的，向法院申请强制执行。", "A decision neither fought nor obeyed is put to the court."),
    basis=f.bases((f.COMPULSION, "53–55"), (f.REG, "42")),
    fields=(
        *_FIRM, f.RELATED_LETTER, f.day("decided_served_on", "原文书送达日期", "Served on", date(2026, 5, 6)),
        f.day("demanded_on", "催告书送达日期", "Demand served on", date(2026, 11, 9)),
        f.lines("requests", "申请事项", "Requests", "强制被申请人支付拖欠的农民工工资71,280.00元。"), f.FACTS, f.AMOUNT,
        f.lines("papers", "所附材料", "Annexes", "一、行政处理决定书及送达回证。\n二、催告书及送达回证。\n三、证据目录。"), f.LAW,
    ),
    office="长春市南关区人民法院",
)  # fmt: skip

POLICE = made(
    "police-transfer",
    ("涉嫌犯罪案件移送书", "Transfer of a suspected crime"),
    ("涉嫌拒不支付劳动报酬罪的，二十四小时内移送公安机关。", "It goes to the police within 24 hours of the decision."),
    basis=f.bases((f.POLICE_TRANSFER, "5–9"), (f.CRIMINAL_LAW, "276之一"), (f.REG, "41")),
    fields=(
        *_FIRM, f.FACTS, *_OWED, f.RELATED_LETTER,
        f.day("ordered_until", "责令支付届满日", "Order ran out on", date(2026, 12, 7)),
        f.lines(
            "papers", "移送材料", "Papers", "一、案件调查报告。\n二、责令支付文书及送达回证。\n三、工资明细和证据。"
        ),
        f.OFFICERS, f.LAW,
    ),
    office="长春市公安局南关分局",
    serve_within="1 D",
)  # fmt: skip

KINDS: tuple[LetterKind, ...] = (
    ACCEPTANCE, NOT_ACCEPTED, FILING, INQUIRY, PAY_ORDER, PENALTY_NOTICE, HEARING, PENALTY, RESULT, DEMAND, ENFORCEMENT,
    POLICE,
)  # fmt: skip
