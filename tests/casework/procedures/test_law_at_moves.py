"""What the sheets of the moves refuse and keep: at, below and above each bound of the law."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests.casework.procedures.conftest import Life, moment
from xinan.casework.lawbook.enums import FigureState
from xinan.casework.lawbook.models import LegalFigure
from xinan.kernel.errors import NotAllowed
from xinan.procedures.models import Step
from xinan.procedures.sheets import Sheet, WrongAnswer, kept_lines, kept_values, sheet_of

Begin = Callable[..., Life]
THREE_MONTHS = ("2025-11", "2026-01")


def sheet(life: Life, move: str, when: str, **answers: str) -> Sheet:
    found = sheet_of(life.one, move, now=moment(when), answers=answers)
    assert found is not None
    return found


def refused(life: Life, when: str, move: str, who: str = "anna", *, code: str, **given: object) -> WrongAnswer:
    with pytest.raises(WrongAnswer) as said:
        life.step(when, move, who, **given)
    assert said.value.code == code
    assert said.value.remedy.zh
    assert said.value.remedy.en
    return said.value


def entered(life: Life, code: str, value: str, *, region: str = "220000", on: date = date(2026, 1, 1)) -> None:
    LegalFigure.objects.create(
        code=code,
        region_code=region,
        value=Decimal(value),
        from_on=on,
        source="试验文件〔2026〕1号",
        author=life.people["anna"].user,
        approver=life.people["bo"].user,
        entered_at=moment("01-01"),
        decided_at=moment("01-01"),
        state=FigureState.APPROVED,
    )


def to_be_decided(begin: Begin, **given: object) -> Life:
    life = begin("inspection", "02-12", **given).step("02-14 09:00", "accept").step("02-14 16:00", "file", "bo")
    life.step("03-20", "report").step("03-23", "confirm_report", "bo").step("03-24", "hear_statement")
    return life


def order_missed(begin: Begin, **given: object) -> Life:
    life = to_be_decided(begin, **given).step("03-30", "order_pay", "bo", until_on="04-30").step("04-03", "serve_order")
    return life.step("05-06", "find_unpaid")


# The order to pay.
def test_the_amount_ordered_is_proposed_from_the_sums_of_the_workers(begin: Begin) -> None:
    life = to_be_decided(begin, owed=((*THREE_MONTHS, "6000.10"), (*THREE_MONTHS, "1999.95")))
    asked = sheet(life, "order_pay", "03-30")
    assert asked.questions[0].initial == "8000.05"
    assert "¥8,000.05" in asked.shown[0].value.zh
    assert [row[1].zh for row in asked.rows] == ["¥6,000.10", "¥1,999.95"]
    life.step("03-30", "order_pay", "bo", until_on="04-30")
    assert kept_values(life.one, "order_pay") == {"amount": "8000.05", "workers": "2"}


@pytest.mark.parametrize("amount", ["0", "24000.01"])
def test_no_order_of_nothing_nor_of_more_than_is_owed(begin: Begin, amount: str) -> None:
    life = to_be_decided(begin)
    said = refused(
        life, "03-30", "order_pay", "bo", code="pay-order-amount", until_on="04-30", answers={"amount": amount}
    )
    assert "¥24,000.00" in said.remedy.zh


def test_less_than_is_owed_takes_a_reason(begin: Begin) -> None:
    life, less = to_be_decided(begin), {"amount": "23999.99"}
    refused(life, "03-30", "order_pay", "bo", code="pay-order-less", until_on="04-30", answers=less)
    life.step("03-30", "order_pay", "bo", until_on="04-30", answers=less | {"why_less": "一人已另案裁决"})
    assert "一人已另案裁决" in [value.zh for _name, value in kept_lines(Step.objects.latest("pk").other)]


def test_without_workers_nothing_is_ordered(begin: Begin) -> None:
    life = to_be_decided(begin, owed=())
    answers = {"amount": "100"}
    refused(life, "03-30", "order_pay", "bo", code="wages-not-settled", until_on="04-30", answers=answers)


@pytest.mark.parametrize("amount", ["", "abc", "1.001", "-1", "NaN", "Infinity"])
def test_what_is_no_amount_is_said_at_its_field(begin: Begin, amount: str) -> None:
    life = to_be_decided(begin)
    with pytest.raises(WrongAnswer) as said:
        life.step("03-30", "order_pay", "bo", until_on="04-30", answers={"amount": amount})
    assert said.value.question == "amount"


# Extra compensation.
@pytest.mark.parametrize(("share", "amount"), [("50", "12000.00"), ("75.5", "18120.00"), ("100", "24000.00")])
def test_extra_compensation_within_its_bounds(begin: Begin, share: str, amount: str) -> None:
    life = order_missed(begin)
    shown = {line.name.en: line.value.en for line in sheet(life, "order_extra", "05-07").shown}
    assert shown["Bounds"] == "50 to 100 % of what is owed: ¥12,000.00 to ¥24,000.00"
    life.step("05-07", "order_extra", until_on="05-29", answers={"share": share})
    assert kept_values(life.one, "order_extra")["amount"] == amount


@pytest.mark.parametrize("share", ["49.99", "100.01"])
def test_extra_compensation_outside_its_bounds(begin: Begin, share: str) -> None:
    life = order_missed(begin)
    said = refused(life, "05-07", "order_extra", code="extra-share", until_on="05-29", answers={"share": share})
    assert "50%" in said.remedy.zh


def test_extra_compensation_is_ordered_once(begin: Begin) -> None:
    life = order_missed(begin).step("05-07", "order_extra", until_on="05-29").step("05-08", "serve_order")
    life.step("06-01", "find_unpaid")
    refused(life, "06-02", "order_extra", code="extra-twice", until_on="06-29")


# A fine.
def corrected_too_late(begin: Begin) -> Life:
    life = begin("inspection", "02-12").step("02-14 09:00", "accept").step("02-14 16:00", "file", "bo")
    life.step("02-25", "order_correction", until_on="03-10").step("03-20", "report").step(
        "03-23", "confirm_report", "bo"
    )
    return life.step("03-24", "file_penalty")


@pytest.mark.parametrize(
    ("unit", "person", "field"),
    [
        ("19999.99", "", "unit_fine"),
        ("50000.01", "", "unit_fine"),
        ("20000", "9999.99", "person_fine"),
        ("50000", "30000.01", "person_fine"),
    ],
)
def test_a_fine_outside_its_bounds(begin: Begin, unit: str, person: str, field: str) -> None:
    life = corrected_too_late(begin)
    answers = {"conduct": "pay_in_kind", "unit_fine": unit, "person_fine": person}
    said = refused(life, "03-25", "tell_penalty", code="penalty-bounds", answers=answers)
    assert said.question == field
    assert "第54条" in said.what.zh


@pytest.mark.parametrize(("unit", "person"), [("20000", "10000"), ("50000", "30000"), ("35000", "")])
def test_a_fine_within_its_bounds(begin: Begin, unit: str, person: str) -> None:
    life = corrected_too_late(begin)
    answers = {"conduct": "pay_in_kind", "unit_fine": unit, "person_fine": person}
    life.step("03-25", "tell_penalty", answers=answers)
    assert kept_values(life.one, "tell_penalty")["unit_fine"] == unit


def test_bounds_and_article_stand_beside_the_fields_before_anything_is_entered(begin: Begin) -> None:
    life = corrected_too_late(begin)
    before = sheet(life, "tell_penalty", "03-25")
    assert [question.code for question in before.questions] == ["conduct"]
    assert before.rows
    chosen = sheet(life, "tell_penalty", "03-25", conduct="no_account")
    hints = [question.hint.zh for question in chosen.questions if question.hint and question.code == "unit_fine"]
    assert hints == ["¥50,000.00 以上 ¥100,000.00 以下（保障农民工工资支付条例第55条）。"]
    order = [line for line in chosen.shown if line.tone]
    assert [(line.tone, "2026-03-10" in line.value.zh) for line in order] == [("ok", True)]


@pytest.mark.parametrize(("told_at", "may"), [("03-10", False), ("03-11", True)])
def test_no_fine_before_the_order_to_correct_was_missed(begin: Begin, told_at: str, may: bool) -> None:
    life = begin("inspection", "02-12").step("02-14 09:00", "accept").step("02-14 16:00", "file", "bo")
    life.step("02-25", "order_correction", until_on="03-10").step("03-02", "report")
    life.step("03-03", "confirm_report", "bo").step("03-04", "file_penalty")
    answers = {"conduct": "no_board", "unit_fine": "50000"}
    if may:
        life.step(told_at, "tell_penalty", answers=answers)
    else:
        refused(life, told_at, "tell_penalty", code="penalty-before-order", answers=answers)


def test_what_was_told_is_not_exceeded_nor_exchanged(begin: Begin) -> None:
    life = corrected_too_late(begin)
    life.step("03-25", "tell_penalty", answers={"conduct": "no_board", "unit_fine": "60000"})
    life.served("03-26", "penalty_notice", on="03-26").waits_until("04-03")
    graver = {"conduct": "no_board", "unit_fine": "60000.01"}
    refused(life, "04-07", "decide_penalty", "bo", code="penalty-graver", answers=graver)
    other = {"conduct": "no_account", "unit_fine": "60000"}
    refused(life, "04-07", "decide_penalty", "bo", code="penalty-not-told", answers=other)
    life.step("04-07", "decide_penalty", "bo", answers={"conduct": "no_board", "unit_fine": "50000"})
    life.step("04-08", "serve_penalty")
    life.step("04-24", "find_fine_unpaid")  # due on Thursday 23 April: one day late
    assert ["3 % a day" in value.en and "¥1,500.00" in value.en for _name, value in kept_lines(_last().other)][-1]


def _last() -> Step:
    return Step.objects.latest("pk")


# To the police.
OWN_PAPER = {"means": "able", "order_paper": "住建责令〔2026〕8号"}


def police(begin: Begin, *owed: tuple[str, str, str], of: Life | None = None) -> Life:
    return begin("police_transfer", "06-01", owed=owed, of=of)


def likelihood(life: Life, *, when: str = "06-02", **answers: str) -> str:
    given = OWN_PAPER | {"order_until": "2026-05-01", "ground": "省高院标准"} | answers
    life.step(when, "report", answers=given)
    return kept_values(life.one, "report")["likelihood"]


@pytest.mark.parametrize(
    ("amount", "first", "outcome"),
    [
        ("4999.99", "2025-11", ""),
        ("5000.00", "2025-11", "possible"),
        ("19999.99", "2025-11", "possible"),
        ("20000.00", "2025-11", "certain"),
        ("20000.00", "2025-12", ""),  # two months
    ],
)
def test_one_worker(begin: Begin, amount: str, first: str, outcome: str) -> None:
    life = police(begin, (first, "2026-01", amount))
    if outcome:
        assert likelihood(life) == outcome
    else:
        with pytest.raises(NotAllowed, match="crime-not-reached"):
            likelihood(life)


@pytest.mark.parametrize(
    ("workers", "each", "outcome"),
    [
        (9, "20000.00", ""),
        (10, "2999.99", ""),
        (10, "3000.00", "possible"),
        (10, "9999.99", "possible"),
        (10, "10000.00", "certain"),
    ],
)
def test_ten_workers(begin: Begin, workers: int, each: str, outcome: str) -> None:
    life = police(begin, *[("2026-01", "2026-01", each)] * workers)
    if outcome:
        assert likelihood(life) == outcome
    else:
        with pytest.raises(NotAllowed, match="crime-not-reached"):
            likelihood(life)


def test_within_the_range_the_figure_gone_by_is_named(begin: Begin) -> None:
    life = police(begin, (*THREE_MONTHS, "5000.00"))
    answers = OWN_PAPER | {"order_until": "2026-05-01"}
    refused(life, "06-02", "report", code="answer-missing", answers=answers)
    shown = [line for line in sheet(life, "report", "06-02").shown if line.tone == "unset"]
    assert any("本省标准未录入" in line.value.zh for line in shown)
    missing = [line.value.zh for line in sheet(life, "report", "06-02").shown if line.name.zh == "尚缺的条件"]
    assert ["尚未责令支付" in missing[0], "尚未查明转移财产" in missing[1]] == [True, True]


@pytest.mark.parametrize(("own", "outcome"), [("8000", "certain"), ("8000.01", "")])
def test_the_provinces_own_figure_decides_once_it_is_entered(begin: Begin, own: str, outcome: str) -> None:
    life = police(begin, (*THREE_MONTHS, "8000.00"))
    entered(life, "crime_one_worker", own)
    if outcome:
        assert likelihood(life) == outcome
    else:
        with pytest.raises(NotAllowed, match="crime-not-reached"):
            likelihood(life)


def test_an_order_of_the_inspection_that_was_missed_is_known(begin: Begin) -> None:
    inspection = order_missed(begin)
    life = police(begin, of=inspection)
    asked = sheet(life, "report", "06-02")
    assert [question.code for question in asked.questions] == ["means"]
    assert any(line.tone == "ok" and "2026-04-30" in line.value.zh for line in asked.shown)
    life.step("06-02", "report", answers={"means": "able"})


@pytest.mark.parametrize(("until", "may"), [("2026-06-01", True), ("2026-06-02", False)])
def test_an_order_made_elsewhere_has_to_be_over(begin: Begin, until: str, may: bool) -> None:
    life = police(begin, (*THREE_MONTHS, "30000"))
    answers = OWN_PAPER | {"order_until": until}
    if may:
        life.step("06-02", "report", answers=answers)
    else:
        refused(life, "06-02", "report", code="order-not-over", answers=answers)


def test_nobody_absconded_whom_the_inspection_did_not_find_so(begin: Begin) -> None:
    life = police(begin, (*THREE_MONTHS, "30000"))
    answers = OWN_PAPER | {"order_until": "2026-05-01", "means": "absconded"}
    refused(life, "06-02", "report", code="absconding-not-found", answers=answers)


# Arbitration.
def before_the_commission(begin: Begin, **given: object) -> Life:
    return begin("arbitration", "03-02", **given).step("03-04", "apply")


def heard(begin: Begin, **given: object) -> Life:
    life = before_the_commission(begin, **given).step("03-09", "accept", "arbiter")
    life.step("03-12", "copy_served", "arbiter").step("03-12", "set_hearing", "arbiter", plan_on="04-10")
    return life.step("03-16", "hearing_notified", "arbiter").step("04-10", "hold_hearing", "arbiter")


@pytest.mark.parametrize(
    ("move", "largest", "code"),
    [
        ("award_final", "25440.00", ""),
        ("award_final", "25440.01", "award-not-final"),
        ("award", "25440.00", "award-is-final"),
        ("award", "25440.01", ""),
    ],
)
def test_final_up_to_twelve_months_of_the_minimum_wage(begin: Begin, move: str, largest: str, code: str) -> None:
    life = heard(begin)
    if code:
        refused(life, "04-13", move, "head", code=code, answers={"largest": largest})
    else:
        life.step("04-13", move, "head", answers={"largest": largest})


def test_an_ordinary_award_within_the_limit_names_its_other_items(begin: Begin) -> None:
    life = heard(begin)
    life.step("04-13", "award", "head", answers={"largest": "100", "other_items": "确认劳动关系"})
    assert life.state == "awarded"


def test_the_amount_opens_no_fast_track_while_nobody_knows_the_average_wage(begin: Begin) -> None:
    life = before_the_commission(begin)
    small = {"condition": "amount", "amount": "1"}
    refused(life, "03-09", "accept_fast", "arbiter", code="parameter-unset", answers=small)
    assert any("未录入" in line.value.zh for line in sheet(life, "accept_fast", "03-09").shown if line.tone == "unset")


@pytest.mark.parametrize(("amount", "may"), [("95999.99", True), ("96000", True), ("96000.01", False)])
def test_the_fast_track_by_the_amount(begin: Begin, amount: str, may: bool) -> None:
    life = before_the_commission(begin)
    entered(life, "simplified_amount", "96000")
    assert sheet(life, "accept_fast", "03-09").questions[0].initial == "amount"
    answers = {"condition": "amount", "amount": amount}
    if may:
        life.step("03-09", "accept_fast", "arbiter", answers=answers)
    else:
        refused(life, "03-09", "accept_fast", "arbiter", code="simplified-amount", answers=answers)


@pytest.mark.parametrize(
    ("workers", "representatives", "code"),
    [
        ("9", "3", "collective-workers"),
        ("10", "2", "representatives"),
        ("10", "6", "representatives"),
        ("10", "3", ""),
        ("11", "5", ""),
    ],
)
def test_ten_are_collective_with_three_to_five(begin: Begin, workers: str, representatives: str, code: str) -> None:
    life = before_the_commission(begin)
    answers = {"workers": workers, "representatives": representatives}
    if code:
        refused(life, "03-09", "accept_collective", "arbiter", code=code, answers=answers)
    else:
        life.step("03-09", "accept_collective", "arbiter", answers=answers)
