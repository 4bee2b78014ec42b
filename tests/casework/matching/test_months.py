"""Months as people tell them on 23 November 2026, and names as they are called."""

from datetime import date

import pytest

from xinan.casework.matching import name_forms, told_period
from xinan.casework.matching.callings import agrees, without_callings

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("上个月的工资没发", "2026-10", "2026-10"),
        ("这个月", "2026-11", "2026-11"),
        ("去年下半年", "2025-07", "2025-12"),
        ("今年上半年一直没给", "2026-01", "2026-06"),
        ("过年前的工钱", "2025-11", "2026-01"),
        ("去年过年前", "2024-11", "2025-01"),
        ("三个月没发工资了", "2026-08", "2026-10"),
        ("近半年", "2026-05", "2026-10"),
        ("8月到10月", "2026-08", "2026-10"),
        ("八、九月份", "2026-08", "2026-09"),
        ("去年9月到今年3月", "2025-09", "2026-03"),
        ("2025年11月", "2025-11", "2025-11"),
        ("12月的", "2025-12", "2025-12"),
        ("今年３月至今", "2026-03", "2026-11"),
        ("去年年底", "2025-10", "2025-12"),
        ("十一前", "2026-08", "2026-09"),
        ("去年的工資", "2025-01", "2025-12"),
    ],
)
def test_months_in_words(words: str, first: str, last: str) -> None:
    found = told_period(words, on=DAY)
    assert found is not None
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize("words", ["", "老板说没钱", "欠我12000元", "明年再说", "干到5号楼"])
def test_words_that_tell_no_month(words: str) -> None:
    assert told_period(words, on=DAY) is None


@pytest.mark.parametrize("words", ["今年12月", "2027年3月"])
def test_what_is_still_to_come_is_none(words: str) -> None:
    assert told_period(words, on=DAY) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张建军", "張建軍", True),
        ("张建军", "章健君", True),
        ("张建军", "老张", True),
        ("张建军", "王师傅", False),
        ("张建军", "张建民", True),
        ("张军", "张民", False),
        ("张建军", "李春生", False),
    ],
)
def test_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert agrees(one, other) is same
    assert agrees(other, one) is same


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("张工头", ""),
        ("老李的队", ""),
        ("沃原劳务，王老板", "沃原劳务"),
        ("长春沃原建筑劳务有限公司", "长春沃原建筑劳务有限公司"),
        ("沃原老板", "沃原老板"),
    ],
)
def test_a_calling_names_no_firm(words: str, left: str) -> None:
    assert without_callings(words) == left


def test_a_calling_is_no_name() -> None:
    assert name_forms("张工头").full == ""
    assert name_forms("") == name_forms(" ")
