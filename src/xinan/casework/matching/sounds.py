"""How characters sound, and which sounds are taken for one another by ear and by accent. Pure."""

from functools import cache, lru_cache

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

# Retroflex for flat, n for l, back nasals for front ones: the confusions of the north-east and of the south-west;
# y for r (人 yin, 热 ye), and h for f before what both are heard with (福 hu, 飞 hui).
_BEGINNINGS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_VOWELS = frozenset("aeiouv")
_SWAPPED = {
    "ren": "yin",
    "re": "ye",
    "ri": "yi",
    "rou": "you",
    "ru": "yu",
    "run": "yun",
    "ruan": "yuan",
    "rong": "yong",
    "rang": "yang",
    "rao": "yao",
    "ran": "yan",
    "fu": "hu",
    "fei": "hui",
    "fa": "hua",
    "fan": "huan",
    "fang": "huang",
    "fen": "hun",
    "feng": "hong",
}
_ENDINGS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=16_384)
def readings(character: str) -> frozenset[str]:
    """Every reading of a character, without tones; nothing for one that has none.

    >>> sorted(readings("柏"))
    ['bai', 'bo']
    """
    (found,) = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore") or ([],)
    return frozenset(_written(sound) for sound in found)


@lru_cache(maxsize=1_024)
def loosely(syllable: str) -> str:
    """A syllable as careless ears and fingers know it.

    >>> loosely("sheng"), loosely("sen"), loosely("ning"), loosely("lin")
    ('sen', 'sen', 'lin', 'lin')
    """
    syllable = _SWAPPED.get(syllable, syllable)
    for written, heard in _BEGINNINGS:
        if syllable.startswith(written):
            syllable = heard + syllable[len(written) :]
            break
    for written, heard in _ENDINGS:
        if syllable.endswith(written):
            return syllable[: -len(written)] + heard
    return syllable


@cache
def syllables() -> frozenset[str]:
    """Every syllable of Mandarin as it is typed."""
    written = {_written(to_normal(one)) for row in PINYIN_DICT.values() for one in row.split(",")}
    return frozenset(one for one in written if one.isascii() and _VOWELS & set(one))


def _written(sound: str) -> str:
    return sound.replace("ü", "v")
