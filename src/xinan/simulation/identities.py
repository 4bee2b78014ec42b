"""Generated personal identities for a demo and for tests: valid by checksum only, and nobody's.

The area codes 2299xx were never issued, so that no citizen number made here can belong to a person; mobile numbers beginning
with 154 are not assigned, and cards of the range 6299 99 are no bank's. The same key always gives the same identity.
"""

from datetime import date
from hashlib import sha256

from xinan.kernel.identifiers.bank_card import BankCard, luhn_digit
from xinan.kernel.identifiers.citizen import CitizenId, check_digit
from xinan.kernel.identifiers.phone import Phone

_AREAS = "2299"  # and two digits
_CARD_RANGE = "629999"
_PHONE_RANGE = "154"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤"
)
_MALE = "伟强磊军勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆峰旭宁龙林岩松柏山海河江洋东南北国建志永福贵财忠厚德仁义"
_FEMALE = "芳娜敏静丽艳娟霞玲桂英梅兰红云玉珍凤洁琳雪莲萍燕清秋月春花香淑慧莹蓉琴岚巧美"


def full_name(worker_id: str, *, sex: str) -> str:
    """A Chinese name of two or three characters."""
    pool = _FEMALE if sex == "female" else _MALE
    first = _number(worker_id, "name-1", len(pool))
    given = pool[first]
    if _number(worker_id, "name-length", 10) < 7:
        given += pool[_number(worker_id, "name-2", len(pool))]
    return _SURNAMES[_number(worker_id, "surname", len(_SURNAMES))] + given


def citizen_id(worker_id: str, *, birth_on: date, sex: str) -> CitizenId:
    """A citizen number with that birth date and sex, in an area that does not exist."""
    serial = _number(worker_id, "serial", 500) * 2 + (0 if sex == "female" else 1)
    first17 = f"{_AREAS}{_number(worker_id, 'area', 100):02d}{birth_on:%Y%m%d}{serial:03d}"
    return CitizenId(first17 + check_digit(first17))


def phone(worker_id: str) -> Phone:
    """A mobile number in the form of one."""
    return Phone(f"{_PHONE_RANGE}{_number(worker_id, 'phone', 10**8):08d}")


def bank_card(card_key: str) -> BankCard:
    """The number of a wage card, by its opaque key: people who share the key share the card."""
    first18 = f"{_CARD_RANGE}{_number(card_key, 'card', 10**12):012d}"
    return BankCard(first18 + luhn_digit(first18))


def _number(key: str, purpose: str, below: int) -> int:
    """A number from 0 that depends on the key and the purpose only."""
    return int.from_bytes(sha256(f"{purpose}:{key}".encode()).digest()[:8], "big") % below
