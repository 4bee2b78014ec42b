"""Free words as a row of comparable tokens: characters, numbers, syllables typed in Latin letters. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from opencc import OpenCC

from xinan.casework.matching.sounds import loosely, readings, syllables

# What a caller says around the name of a site; it names nothing.
_FILLING = (
    *("工地上", "工地", "项目部", "项目", "工程", "施工现场", "现场", "那个", "这个", "附近", "旁边", "里面", "那边"),
    *(
        "干活",
        "打工",
        "我们",
        "我在",
        "他们",
        "好像",
        "大概",
        "应该",
        "叫做",
        "就是",
        "的",
        "在",
        "是",
        "叫",
        "了",
        "吧",
    ),
)
_FILLED = re.compile("|".join(sorted(_FILLING, key=len, reverse=True)))
_PIECES = re.compile(r"[a-z]+|[0-9]+|[㐀-鿿]")
_NUMERALS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_ROMAN = str.maketrans({"Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3", "Ⅳ": "4", "Ⅴ": "5", "Ⅵ": "6"})
_NUMBER_SIGN = re.compile(r"(?<=[0-9])#")
# 第二标段 is 二标段.
_ORDINAL = re.compile(r"第(?=[0-9零〇一二两三四五六七八九十])")
_COUNTED = re.compile("[零〇一二两三四五六七八九十]+")
# A number before one of these tells apart what otherwise is called the same.
COUNTERS = frozenset("期标段号栋区楼幢座局建冶")


@dataclass(frozen=True, slots=True)
class Token:
    """A character, a number, or a syllable of which only the sound is known (`letter` is then empty).

    `loose`: its sounds as a hearer may confuse them. `key`: what says all of it, to look it up by.
    """

    letter: str
    sounds: frozenset[str] = field(default_factory=frozenset)
    loose: frozenset[str] = field(init=False, compare=False)
    is_number: bool = field(init=False, compare=False)
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for some thousand times a clue.
        object.__setattr__(self, "loose", frozenset(loosely(sound) for sound in self.sounds))
        object.__setattr__(self, "is_number", self.letter.isdigit())
        object.__setattr__(self, "key", self.letter or f"~{' '.join(sorted(self.sounds))}")


def plain(text: str) -> str:
    """Half-width, small letters, simplified characters, numbers in digits.

    >>> plain("松柏苑（二期）１２＃楼"), plain("中铁十二局"), plain("樺林園貳期")
    ('松柏苑(2期)12号楼', '中铁12局', '桦林园2期')
    """
    folded = unicodedata.normalize("NFKC", text.translate(_ROMAN)).lower()
    written = _simplified().convert(folded).translate(_FORMAL)
    return _NUMBER_SIGN.sub("号", _COUNTED.sub(lambda found: str(_number(found[0])), written))


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=16_384)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a name as it is registered.

    >>> [token.letter for token in tokens("松柏苑二期")]
    ['松', '柏', '苑', '2', '期']
    """
    return tuple(token for piece in _PIECES.findall(plain(text)) for token in _of_piece(piece))


def told_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of what somebody told, without the words that name nothing.

    >>> [token.letter for token in told_tokens("我们在松柏苑二期那个工地干活")]
    ['松', '柏', '苑', '2', '期']
    """
    return tokens(_ORDINAL.sub("", _FILLED.sub(" ", plain(text))))


def counted(row: tuple[Token, ...]) -> Iterator[tuple[str, str, int]]:
    """Each number with what it counts and its place: ('期', '2', 3).

    >>> list(counted(tokens("松柏苑二期")))
    [('期', '2', 3)]
    """
    for place, (one, after) in enumerate(zip(row, row[1:], strict=False)):
        # A区 stands to B区 as 一期 to 二期.
        tells_apart = one.is_number or (len(one.letter) == 1 and one.letter.isascii())
        if tells_apart and after.letter in COUNTERS:
            yield after.letter, one.letter, place


def _of_piece(piece: str) -> Iterator[Token]:
    if piece.isascii() and piece.isalpha() and len(piece) > 1:
        yield from (
            Token("", frozenset({found})) if found in syllables() else Token(found) for found in _split_latin(piece)
        )
    else:
        yield Token(piece, frozenset() if piece.isascii() else readings(piece))


def _split_latin(piece: str) -> list[str]:
    """Cut into the fewest parts, letters that are no syllable standing alone and counting double."""
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(piece) + 1):
        ways = [(best[end - 1][0] + 2, [*best[end - 1][1], piece[end - 1]])]
        ways += [
            (best[start][0] + 1, [*best[start][1], piece[start:end]])
            for start in range(max(0, end - 6), end)
            if piece[start:end] in syllables()
        ]
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def _number(numerals: str) -> int | str:
    """`十二` is 12; a mere row of digits (`二〇`) is read digit by digit."""
    if "十" not in numerals:
        return "".join(str(_NUMERALS[one]) for one in numerals)
    tens, _, ones = numerals.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return numerals
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
