"""What may go wrong with relief, in words for whoever caused it. None of them tells a stranger that there is one."""

from collections.abc import Iterable
from decimal import Decimal

from xinan.casework.relief.doubles import Source
from xinan.casework.relief.limits import LAW, Excess
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.kernel.text import Text


def no_such_relief() -> NotFound:
    """None, or none that is open to the person: the same words."""
    return NotFound(
        "unknown-relief",
        Text("没有这项兜底解困，或它不对您开放。", "There is no such relief, or it is not open to you."),
        Text("请从列表进入。", "Open it from the list."),
    )


def no_such_fund() -> NotFound:
    """No such fund in one's places."""
    return NotFound(
        "unknown-fund",
        Text("没有这个应急周转金，或它不在您的地区。", "There is no such fund in your places."),
        Text("请从列表进入。", "Open it from the list."),
    )


def not_yours(what: Text) -> NotAllowed:
    """The person sees it, but this is not theirs to do."""
    return NotAllowed(
        "relief-not-yours",
        Text(f"您不能{what.zh}。", f"You may not {what.en}."),
        Text(
            "由案件承办人、上级或（保证金）经办银行办理。",
            "The officers of the case do it, or the bank of the deposit.",
        ),
    )


def nothing_granted() -> InvalidValue:
    """No worker with a sum."""
    return InvalidValue(
        "relief-for-nobody",
        Text("没有填写任何工人的金额。", "No worker has a sum."),
        Text("至少为一名工人填写大于零的金额。", "Give at least one worker a sum above zero."),
    )


def more_than_owed(most: Decimal, asked: Decimal) -> InvalidValue:
    """More for a month than is still owed."""
    return InvalidValue(
        "relief-more-than-owed",
        Text(
            f"有一行填写 {asked:,.2f} 元，而该月尚欠（扣除在办兜底）只有 {most:,.2f} 元。",
            f"A row says {asked:,.2f} yuan; what is owed for it, less other relief under way, is {most:,.2f}.",
        ),
        Text("不超过尚欠金额。", "No more than what is owed."),
    )


def more_than_deposit(most: Decimal, asked: Decimal) -> InvalidValue:
    """More than is left of the deposit."""
    return InvalidValue(
        "relief-more-than-deposit",
        Text(
            f"合计 {asked:,.2f} 元，超过保证金可用余额 {most:,.2f} 元（工资保证金规定第19条）。",
            f"{asked:,.2f} yuan in all exceed the {most:,.2f} left of the deposit (No. 65 art. 19).",
        ),
        Text(
            "减少金额；其余另行责令先行清偿或动用应急周转金。",
            "Ask for less; order the rest, or use the emergency fund.",
        ),
    )


def above_limits(found: Iterable[Excess]) -> InvalidValue:
    """Above a limit of the emergency fund: which, by how much, by which law."""
    words = [one.words for one in found]
    return InvalidValue(
        "fund-above-limits",
        Text(
            f"超过应急周转金限额：{'；'.join(one.zh for one in words)}（{LAW.zh}）。",
            f"Above the limits of the emergency fund: {'; '.join(one.en for one in words)} ({LAW.en}).",
        ),
        Text("把金额降到限额以内后再办理。", "Bring the sums within the limits."),
    )


def missing(what: Text) -> InvalidValue:
    """Something the relief needs was not given."""
    return InvalidValue(
        "relief-incomplete",
        Text(f"没有填写{what.zh}。", f"{what.en} is missing."),
        Text("填写后再提交。", "Give it and send it again."),
    )


def order_not_missed() -> Conflict:
    """The day of the order has not passed."""
    return Conflict(
        "order-not-missed",
        Text(
            "责令支付的期限还没有过，不能动用保证金（工资保证金规定第19条）。",
            "The order to pay is not missed yet (No. 65 art. 19).",
        ),
        Text("期限届满仍未支付的，再发支付通知书。", "Send the notice once the day has passed without payment."),
    )


def results_missing(count: int) -> Conflict:
    """Some workers have no result, or nobody was paid."""
    if count == 0:
        return Conflict(
            "nobody-paid",
            Text("没有一名工人付款成功，不能确认已支付。", "Nobody was paid; it cannot be confirmed."),
            Text("退回核对名单，或改正结果。", "Give it back to be checked, or mend the results."),
        )
    return Conflict(
        "results-missing",
        Text(f"还有 {count} 行没有登记支付结果。", f"{count} rows have no result yet."),
        Text("逐人登记已付或未付原因后再确认。", "Enter for each what was paid or why not, then confirm."),
    )


def not_now() -> Conflict:
    """Results are not entered in this state."""
    return Conflict(
        "relief-not-now",
        Text("现在不能登记支付结果。", "Results cannot be entered now."),
        Text(
            "支付通知书送达后（或批准动用后）再登记。",
            "Enter them after the notice has reached the bank, or the approval.",
        ),
    )


def wrong_result() -> InvalidValue:
    """A result that cannot be."""
    return InvalidValue(
        "relief-result",
        Text("支付结果不对。", "A result will not do."),
        Text(
            "已付：金额大于零且不超过应付，日期不晚于今天、不早于通知；未付：写明原因。已登记的须经更正。",
            "Paid: above zero, no more than granted, not in the future. Not paid: say why. What is entered needs a correction.",
        ),
    )


def not_paid_yet(left: Decimal, count: int) -> Conflict:
    """The banks' data do not show the payment."""
    return Conflict(
        "not-paid-by-the-data",
        Text(
            f"按银行数据，名单内还有 {count} 行、{left:,.2f} 元未付清。",
            f"By the banks' data {count} rows, {left:,.2f} yuan, are open.",
        ),
        Text(
            "银行数据到达后再确认；未付的，记为逾期未清偿。",
            "Confirm when the data are there; else note that it was not paid.",
        ),
    )


def too_much_back(left: Decimal) -> InvalidValue:
    """More than was advanced."""
    return InvalidValue(
        "recovered-too-much",
        Text(
            f"追回金额应大于零且不超过尚未追回的 {left:,.2f} 元。",
            f"A sum above zero, no more than the {left:,.2f} yuan still out.",
        ),
        Text("请核对金额。", "Check the sum."),
    )


def still_out(left: Decimal) -> Conflict:
    """Not all of it is back."""
    return Conflict(
        "still-to-recover",
        Text(f"还有 {left:,.2f} 元没有追回。", f"{left:,.2f} yuan are still out."),
        Text(
            "登记追回款；确实无法追回的由上级核销。", "Enter what comes back; what cannot, the office above writes off."
        ),
    )


def future_day() -> InvalidValue:
    """A day that lies ahead."""
    return InvalidValue(
        "relief-future",
        Text("日期晚于今天，或早于设立日。", "The day lies ahead, or before the beginning."),
        Text("填写已经发生的日期。", "Give a day that has been."),
    )


def paid_twice(month: str, most: Decimal, asked: Decimal, sources: Iterable[Source]) -> Conflict:
    """The wages of the month are paid already, or more would be paid than is owed: by whom, when, how much."""
    paid = [one.words for one in sources]
    by_zh = "；".join(one.zh for one in paid) or "应付金额已改小"
    by_en = "; ".join(one.en for one in paid) or "less is owed than before"
    return Conflict(
        "relief-paid-twice",
        Text(
            f"{month} 的工资不能重复支付：{by_zh}；该行最多还可付 {most:,.2f} 元，填写了 {asked:,.2f} 元。",
            f"Wages of {month} are not paid twice: {by_en}; {most:,.2f} yuan may still be paid, the row says {asked:,.2f}.",
        ),
        Text(
            "按可付金额支付；已经付清的，填“未付”并写明已由何处支付。款已划出的，先由银行追回。",
            "Pay what may be paid, or enter “not paid” and say who paid. Money sent already is called back first.",
        ),
    )


def nothing_to_correct() -> Conflict:
    """The line has no result yet, or the correction would change nothing."""
    return Conflict(
        "correction-of-nothing",
        Text("该行还没有支付结果，或更正前后相同。", "The row has no result yet, or nothing would change."),
        Text("没有结果的直接登记；更正须与原结果不同。", "Enter the result; a correction differs from it."),
    )


def correction_asked() -> Conflict:
    """The line has a correction that waits."""
    return Conflict(
        "correction-waits",
        Text("该行已有待审批的更正。", "A correction of the row waits for approval."),
        Text("先审批或撤回那一件。", "Decide it or take it back first."),
    )


def no_such_correction() -> NotFound:
    """None that waits, or none that is open to the person."""
    return NotFound(
        "unknown-correction",
        Text("没有这件待审批的更正。", "There is no such correction to decide."),
        Text("请从兜底解困页面进入。", "Open it from the page of the relief."),
    )


def second_person() -> NotAllowed:
    """Whoever asked does not decide."""
    return NotAllowed(
        "relief-second-person",
        Text("提出人不能审批自己提出的事项。", "Whoever asked does not decide."),
        Text("由同单位或上级的另一人审批。", "Another person of the office, or the office above, decides."),
    )


def reason_missing() -> InvalidValue:
    """No reason was given."""
    return missing(Text("理由", "The reason"))


def more_back_than_out(back: Decimal) -> Conflict:
    """After the correction less would have been advanced than has come back."""
    return Conflict(
        "correction-below-recovered",
        Text(
            f"已追回或核销 {back:,.2f} 元，更正后垫付额低于它。", f"{back:,.2f} yuan are back or written off already."
        ),
        Text("先与还款单位结清多收的款项。", "Settle with whoever paid back too much first."),
    )


def no_such_debt() -> NotFound:
    """No such debtor, or nothing left of what they owe."""
    return NotFound(
        "unknown-debt",
        Text("没有这个追偿对象，或已无余额。", "There is no such debtor, or nothing is left."),
        Text("请从兜底解困页面进入。", "Open it from the page of the relief."),
    )


def debtor_there() -> Conflict:
    """The firm is a debtor already."""
    return Conflict(
        "debtor-there",
        Text("该单位已在追偿对象中。", "The firm is a debtor already."),
        Text("在原有一行登记追回。", "Enter what comes back in its row."),
    )


def received_elsewhere() -> Conflict:
    """Sums are entered with the debtor they are about."""
    return Conflict(
        "recovery-with-its-debtor",
        Text(
            "追回和核销须写明是哪个追偿对象、多少金额。",
            "What came back or is written off names its debtor and its sum.",
        ),
        Text("请在兜底解困页面的“追偿”中登记。", "Enter it under 追偿 on the page of the relief."),
    )


def limit_out_of_bounds(least: Decimal, most: Decimal) -> InvalidValue:
    """A limit that a place may not set."""
    return InvalidValue(
        "limit-out-of-bounds",
        Text(f"限额应在 {least:f} 至 {most:f} 之间。", f"The limit lies between {least:f} and {most:f}."),
        Text("比例写小数，例如 0.2 即 20%。", "Write shares as decimals: 0.2 is 20 %."),
    )


def no_such_limit() -> NotFound:
    """No such limit, or no change of one that waits."""
    return NotFound(
        "unknown-limit",
        Text("没有这项限额或待审批的变更。", "There is no such limit, or no change of it to decide."),
        Text("请从限额页面进入。", "Open it from the page of the limits."),
    )
