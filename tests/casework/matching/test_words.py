"""What callers write and what is registered come to the same tokens; how names meet."""

import pytest

from xinan.casework.matching.alignment import align
from xinan.casework.matching.names import NamedThing, NameIndex, name_index
from xinan.casework.matching.words import plain, tokens, told_tokens

NAMES = {
    "P1": "长春市南关区松柏苑住宅小区二期工程",
    "P2": "长春市南关区松柏苑住宅小区一期工程",
    "P3": "长春市宽城区星河湾棚户区改造工程",
    "P4": "公主岭市云霞里道路及管网工程",
    "P5": "农安县清溪园公租房工程",
}


@pytest.fixture(scope="module")
def names() -> NameIndex:
    return name_index(NamedThing(key, name) for key, name in NAMES.items())


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("松柏苑２期", "松柏苑二期"),
        ("中铁十二局", "中铁12局"),
        ("ＡＢ地块", "ab地块"),
        ("贰期", "2期"),
        ("二十三号楼", "23号楼"),
    ],
)
def test_forms_of_one_name_are_written_alike(written: str, same: str) -> None:
    assert plain(written) == plain(same)


def test_words_that_name_nothing_are_left_out() -> None:
    assert told_tokens("我们在松柏苑那个工地干活") == tokens("松柏苑")


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("松柏苑二期", "P1"),
        ("松柏苑一期工地", "P2"),
        ("二期松柏苑", "P1"),
        ("宋百院2期", "P1"),
        ("songbaiyuan2期", "P1"),
        ("sonbaiyuan erqi", "P1"),
        ("星和弯棚改", "P3"),
        ("公主岭云霞里修路", "P4"),
        ("青西园", "P5"),
    ],
)
def test_the_name_that_is_meant_meets_best(names: NameIndex, told: str, key: str) -> None:
    row = told_tokens(told)
    best = max(names.best(row), key=lambda hit: hit.matched - hit.missed / 2 - 3 * hit.opposed)
    assert best.key == key


def test_another_phase_is_opposed(names: NameIndex) -> None:
    hits = {hit.key: hit for hit in names.best(told_tokens("松柏苑二期"))}
    assert not hits["P1"].opposed
    assert hits["P2"].opposed


def test_what_meets_alone_says_little(names: NameIndex) -> None:
    row = tokens("松江河")
    together = align(tokens("松柏"), tokens(NAMES["P1"]), rarity=names.rarity)
    alone = align(row, tokens(NAMES["P1"]), rarity=names.rarity)
    assert alone.information < together.information / 2


def test_the_words_quoted_are_the_names_own(names: NameIndex) -> None:
    hit = names.hit(told_tokens("宋百院二期"), "P1")
    assert hit.quoted.replace("…", "") == "松柏苑2期"
