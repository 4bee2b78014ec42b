"""How people are called: full names, and 老张, 张工头, 王某; a foreman's calling names no firm. Pure."""

import re
from dataclasses import dataclass

from xinan.casework.matching.sounds import loosely, readings
from xinan.casework.matching.words import plain

_TRADES = "包工头|工头|老板|队长|班长|工长|师傅|带班|经理|大哥|大姐|先生|女士|某某|某"
_BY_TRADE = re.compile(rf"[老小大]?([㐀-鿿])(?:{_TRADES})")
_BY_AGE = re.compile(r"[老小]([㐀-鿿])")
_PARTS = re.compile(r"[，,。、；;\s]|的")
# What stands around a foreman's calling where a site or a firm is asked for.
_AROUND = re.compile(r"^(?:跟着|跟|找|给|是)|(?:那队|那伙|手下|带的|领的|队|那边|这边|那儿)$")
_LEAST_STEM = 3  # characters: one of two alike is a surname alone


@dataclass(frozen=True, slots=True)
class NameForms:
    """The forms of a name by which two tellings of it are compared.

    `full` is empty where only a calling was given (老张): then the surname alone is known. `stems`: the name with one
    character left open, for one that was written wrong.
    """

    full: str
    spoken: str
    stems: tuple[str, ...]
    surname: str


def name_forms(name: str) -> NameForms:
    """The forms of a name as it was taken down; all empty for none.

    >>> name_forms("張建軍").full, name_forms("张建军").stems
    ('张建军', ('?建军', '张?军', '张建?'))
    >>> name_forms("张师傅")
    NameForms(full='', spoken='', stems=(), surname='张')
    """
    written = "".join(plain(name).split())
    called = _surname_of_calling(written)
    if called:
        return NameForms("", "", (), called)
    stems = tuple(f"{written[:place]}?{written[place + 1 :]}" for place in range(len(written)))
    return NameForms(written, spoken(written), stems if len(written) >= _LEAST_STEM else (), written[:1])


def spoken(name: str) -> str:
    """A name as careless ears know it; empty where a character has no sound.

    >>> spoken("张建军") == spoken("章健君")
    True
    """
    sounds = [min(readings(character), default="") for character in name]
    return " ".join(loosely(sound) for sound in sounds) if all(sounds) else ""


def agrees(one: str, other: str) -> bool:
    """Whether two names may be one person's: written or heard alike, one character off, or a calling with the surname."""
    first, second = name_forms(one), name_forms(other)
    if not first.full or not second.full:
        return first.surname == second.surname
    return first.spoken == second.spoken != "" or first.full == second.full or bool({*first.stems} & {*second.stems})


def without_callings(text: str) -> str:
    """What was told of a firm or a site, without the parts that only call a foreman.

    >>> without_callings("跟着张工头的队"), without_callings("沃原劳务，王老板")
    ('', '沃原劳务')
    """
    parts = [part for part in _PARTS.split(text) if part]
    kept = [part for part in parts if not _only_calls(part)]
    return text if len(kept) == len(parts) else " ".join(kept)


def _only_calls(part: str) -> bool:
    bare = _AROUND.sub("", _AROUND.sub("", part))
    return not bare or bool(_surname_of_calling(bare))


def _surname_of_calling(text: str) -> str:
    found = _BY_TRADE.fullmatch(text) or _BY_AGE.fullmatch(text)
    return found[1] if found else ""
