"""Letters of mediation, arbitration, payment orders, the list, legal aid, and the safety net."""

from datetime import date

from xinan.casework.letters import fields as f
from xinan.casework.letters.made import made, runs
from xinan.documents.kinds import LetterKind
from xinan.rules.laws import proposal
from xinan.rules.model import Basis

_FIRM = (f.CASE_NUMBER, f.EMPLOYER, f.EMPLOYER_CODE, f.PROJECT)
_OWED = (f.PERIOD, f.WORKERS, f.AMOUNT)
_APPLICANT = f.text("applicant", "申请人", "Applicant", "王建国等12人")

MEDIATION = made(
    "mediation-invitation",
    ("调解通知书", "Invitation to mediation"),
    ("优先调解：通知用人单位参加工资争议调解。", "Mediation first: the employer is asked to take part."),
    basis=f.bases((f.ARBITRATION, "10, 11, 14"), (f.REG, "4")),
    fields=(
        *_FIRM, f.lines("matter", "调解事项", "Matter", "南关区安置房工程2026年8月、9月工资支付争议。"), *_OWED,
        f.day("meets_on", "调解日期", "Day", date(2026, 11, 30)), f.text("meets_at", "调解时间", "Time", "上午9时"),
        f.text("meets_where", "调解地点", "Place", "南关区劳动人事争议调解中心"),
        f.text("mediator", "调解员", "Mediator", "陈玉梅"), f.LAW,
    ),
    clock=runs("mediation", ("参加调解", "Mediation"), "meets_on", "3 WD", proposal()),
)  # fmt: skip

AGREEMENT = made(
    "mediation-agreement",
    ("调解协议书", "Mediation agreement"),
    ("双方达成的协议；不履行的可以申请支付令。", "What both sides agreed; where it is broken a payment order may be asked for."),
    basis=f.bases((f.ARBITRATION, "14–16")),
    fields=(
        f.CASE_NUMBER, _APPLICANT, f.EMPLOYER, f.PROJECT,
        f.lines("matter", "争议事项", "Matter", "2026年8月、9月工资。"),
        f.lines(
            "terms", "协议内容", "Terms",
            "一、用人单位于2026年12月5日前一次性支付工资9,600.00元。\n二、通过农民工工资专用账户支付至本人工资卡。",
        ),
        f.AMOUNT, f.day("pay_by", "履行期限", "Pay by", date(2026, 12, 5)), f.text("mediator", "调解员", "Mediator", "陈玉梅"), f.LAW,
    ),
)  # fmt: skip

PAYMENT_ORDER = made(
    "payment-order-application",
    ("支付令申请材料移送函", "Application for a payment order"),
    ("用人单位不履行调解协议的，协助劳动者向法院申请支付令。", "A broken agreement is put to the court for the worker."),
    basis=f.bases((f.ARBITRATION, "16"), (f.CIVIL_PROCEDURE, "225–228")),
    fields=(
        f.CASE_NUMBER, _APPLICANT, f.EMPLOYER, f.EMPLOYER_CODE, f.EMPLOYER_ADDRESS, f.RELATED_LETTER,
        f.lines("requests", "请求事项", "Requests", "请求向被申请人发出支付令，责令支付工资9,600.00元。"),
        f.FACTS, f.AMOUNT, f.lines("papers", "所附材料", "Annexes", "一、调解协议书。\n二、未履行的证明。"), f.LAW,
    ),
    office="长春市南关区人民法院",
)  # fmt: skip

ARBITRATION = made(
    "arbitration-application",
    ("劳动争议仲裁申请移送函", "Application for arbitration"),
    ("调解不成或应当仲裁的，随证据移送仲裁委，请求优先受理、快审快裁。", "With its evidence to the commission, for the fast track."),
    basis=f.bases((f.ARBITRATION, "27–29, 43"), (f.REG, "10")),
    fields=(
        f.CASE_NUMBER, _APPLICANT, f.EMPLOYER, f.EMPLOYER_CODE, f.EMPLOYER_ADDRESS, f.EMPLOYER_HEAD,
        f.lines("requests", "仲裁请求", "Claims", "裁决被申请人支付2026年8月、9月工资9,600.00元。"), f.FACTS, f.EVIDENCE,
        f.PAYMENTS, f.AMOUNT, f.LAW,
    ),
    office="长春市南关区劳动人事争议仲裁委员会",
)  # fmt: skip

LISTING_NOTICE = made(
    "listing-notice",
    ("列入拖欠农民工工资失信联合惩戒名单事先告知书", "Notice before listing"),
    ("列入名单前告知事实、理由、依据和提出异议的权利。", "Before listing: facts, law, and the right to object."),
    basis=f.bases((f.LISTING, "5, 6")),
    fields=(
        *_FIRM, f.EMPLOYER_HEAD, f.FACTS, *_OWED, f.RELATED_LETTER,
        f.length("object_within", "异议期限", "Object within", "5 WD"), f.LAW,
    ),
    clock=runs("object", ("提出异议", "Objecting"), "object_within", "5 WD", Basis(f.LISTING, "6")),
)  # fmt: skip

LISTING = made(
    "listing-decision",
    ("列入拖欠农民工工资失信联合惩戒名单决定书", "Listing decision"),
    ("决定列入名单，写明期限、惩戒措施、移出条件和救济途径。", "Listing: its term, what follows, how to come off it, how to fight it."),
    basis=f.bases((f.LISTING, "5, 8, 9, 11, 12")),
    fields=(
        *_FIRM, f.EMPLOYER_HEAD, f.FACTS, *_OWED, f.day("from_on", "列入日期", "Listed from", date(2026, 12, 21)),
        f.text("term", "列入期限", "Term", "三年"),
        f.lines(
            "measures", "惩戒措施", "Measures",
            "在政府资金支持、政府采购、招投标、融资贷款、市场准入、税收优惠、评优评先、交通出行等方面依法依规予以限制。",
        ),
        f.REVIEWER, f.COURT, f.LAW,
    ),
)  # fmt: skip

DELISTING = made(
    "delisting",
    ("移出拖欠农民工工资失信联合惩戒名单决定书", "Removal from the list"),
    ("期满、已改正或者列入有误的，移出名单。", "The term is over, it was put right, or the listing was wrong."),
    basis=f.bases((f.LISTING, "12–15, 17")),
    fields=(
        *_FIRM, f.RELATED_LETTER, f.lines("reasons", "移出理由", "Reasons", "已足额支付拖欠的工资，列入已满六个月并作出信用承诺。"),
        f.day("from_on", "移出日期", "Removed on", date(2027, 7, 1)), f.LAW,
    ),
)  # fmt: skip

AID = made(
    "legal-aid-referral",
    ("法律援助转介函", "Referral to legal aid"),
    ("请求支付工资的农民工申请法律援助不审查经济状况。", "Migrant workers claiming wages need not show their means."),
    basis=f.bases((f.LEGAL_AID, "42, 43")),
    fields=(
        f.CASE_NUMBER, _APPLICANT, f.EMPLOYER, f.PROJECT,
        f.lines("matter", "请求事项", "Matter", "代理申请劳动争议仲裁，追索工资9,600.00元。"),
        f.AMOUNT, f.lines("papers", "所附材料", "Annexes", "一、身份证明复印件。\n二、考勤和工资证据。"), f.LAW,
    ),
    office="长春市南关区法律援助中心",
)  # fmt: skip

DEPOSIT = made(
    "deposit-payment-notice",
    ("农民工工资保证金支付通知书", "Notice to pay from the wage deposit"),
    ("限期未清偿的，通知经办银行五个工作日内从保证金中支付。", "The bank pays from the deposit within five working days."),
    basis=f.bases((f.DEPOSIT, "19, 20"), (f.REG, "32")),
    fields=(
        *_FIRM, f.RELATED_LETTER, f.FACTS, f.WORKERS, f.AMOUNT,
        f.text("account", "保证金账户或保函", "Deposit or guarantee", "中国建设银行长春南关支行，保函编号：BH2026001"), f.PAYMENTS,
        f.length("pay_within", "支付期限", "Pay within", "5 WD"),
        f.length("top_up_within", "补足期限", "Top up within", "10 WD"), f.LAW,
    ),
    office="中国建设银行长春南关支行",
    clock=runs("pay", ("银行支付", "The bank pays"), "pay_within", "5 WD", Basis(f.DEPOSIT, "19")),
)  # fmt: skip

ADVANCE = made(
    "advance-order",
    ("责令先行清偿通知书", "Order to pay first"),
    ("责令施工总承包单位、建设单位等先行清偿，再依法追偿。", "Whoever answers by law pays first and may recover it."),
    basis=f.bases((f.REG, "29, 30, 36, 37")),
    fields=(
        *_FIRM, f.FACTS, *_OWED, f.text("liable_because", "清偿责任依据", "Liable by", "《保障农民工工资支付条例》第三十条第三款"),
        f.day("pay_by", "清偿期限", "Pay by", date(2026, 12, 7)), f.REVIEWER, f.COURT, f.LAW,
    ),
    clock=runs("pay", ("先行清偿", "Paying first"), "pay_by", "10 WD", proposal()),
)  # fmt: skip

FUND = made(
    "fund-approval",
    ("应急周转金使用审批表", "Approval of the emergency fund"),
    (
        "用人单位一时难以支付或者逃匿的，批准动用应急周转金垫付部分工资或者基本生活费。",
        "Part of the wages, or the means to live on, is advanced and recovered.",
    ),
    basis=f.bases((f.REG, "63")),
    fields=(
        *_FIRM, f.FACTS, f.WORKERS, f.AMOUNT, f.money("advanced", "垫付金额", "Advanced", "25440.00"),
        f.text("standard", "垫付标准", "Standard", "每人不超过当地一个月最低工资"), f.PAYMENTS,
        f.text("opinion", "审批意见", "Opinion", "同意垫付，垫付后向用人单位追偿。"), f.LAW,
    ),
    office="长春市南关区财政局",
)  # fmt: skip

KINDS: tuple[LetterKind, ...] = (
    MEDIATION, AGREEMENT, PAYMENT_ORDER, ARBITRATION, LISTING_NOTICE, LISTING, DELISTING, AID, DEPOSIT, ADVANCE, FUND,
)  # fmt: skip
