"""The places of Jilin: 9 prefectures and 60 counties (GB/T 2260), with the share of building work each has here.

The codes are those of shared reference lists of administrative divisions; the weights are invented, with 长春 first.
"""

from dataclasses import dataclass
from functools import cache

from xinan.simulation.chance import Chance

PROVINCE = ("220000", "吉林省")

_PREFECTURES = """
220100 长春市|40|220102 南关区 220103 宽城区 220104 朝阳区 220105 二道区 220106 绿园区 220112 双阳区 220113 九台区 220122 农安县 \
220182 榆树市 220183 德惠市 220184 公主岭市
220200 吉林市|16|220202 昌邑区 220203 龙潭区 220204 船营区 220211 丰满区 220221 永吉县 220281 蛟河市 220282 桦甸市 220283 舒兰市 \
220284 磐石市
220300 四平市|7|220302 铁西区 220303 铁东区 220322 梨树县 220323 伊通满族自治县 220382 双辽市
220400 辽源市|4|220402 龙山区 220403 西安区 220421 东丰县 220422 东辽县
220500 通化市|7|220502 东昌区 220503 二道江区 220521 通化县 220523 辉南县 220524 柳河县 220581 梅河口市 220582 集安市
220600 白山市|5|220602 浑江区 220605 江源区 220621 抚松县 220622 靖宇县 220623 长白朝鲜族自治县 220681 临江市
220700 松原市|8|220702 宁江区 220721 前郭尔罗斯蒙古族自治县 220722 长岭县 220723 乾安县 220781 扶余市
220800 白城市|6|220802 洮北区 220821 镇赉县 220822 通榆县 220881 洮南市 220882 大安市
222400 延边朝鲜族自治州|7|222401 延吉市 222402 图们市 222403 敦化市 222404 珲春市 222405 龙井市 222406 和龙市 222424 汪清县 \
222426 安图县
"""

_DISTRICT_WEIGHT = 3.0  # a county-level city or district of the seat against a county


@dataclass(frozen=True, slots=True)
class Place:
    """A county-level place and the prefecture it belongs to."""

    code: str
    name: str
    prefecture_code: str
    prefecture_name: str
    weight: float

    @property
    def full_name(self) -> str:
        """As it stands in a project's name."""
        return f"{self.prefecture_name}{self.name}" if self.name.endswith("区") else self.name


@cache
def counties() -> tuple[Place, ...]:
    """The 60 county-level places."""
    found: list[Place] = []
    for line in _PREFECTURES.strip().splitlines():
        seat, weight, members = line.split("|")
        code, name = seat.split()
        words = members.split()
        pairs = list(zip(words[::2], words[1::2], strict=True))
        parts = [_DISTRICT_WEIGHT if member.endswith("区") else 1.0 for _, member in pairs]
        found.extend(
            Place(member_code, member, code, name, float(weight) * part / sum(parts))
            for (member_code, member), part in zip(pairs, parts, strict=True)
        )
    return tuple(found)


@cache
def _weights() -> tuple[float, ...]:
    return tuple(place.weight for place in counties())


def place_of(number: int, *, chance: Chance) -> Place:
    """Where project `number` lies. The first 60 numbers visit all nine prefectures soon; then chance decides."""
    if number % 4 == 0:
        seats = sorted({place.prefecture_code for place in counties()})
        seat = seats[(number // 4) % len(seats)]
        inside = [place for place in counties() if place.prefecture_code == seat]
        return chance.weighted(inside, [place.weight for place in inside])
    return chance.weighted(counties(), _weights())


def region_rows() -> list[tuple[str, str, str, str | None]]:
    """Code, name, level and parent of every region, the province first."""
    rows: list[tuple[str, str, str, str | None]] = [(*PROVINCE, "province", None)]
    seen: set[str] = set()
    for place in counties():
        if place.prefecture_code not in seen:
            seen.add(place.prefecture_code)
            rows.append((place.prefecture_code, place.prefecture_name, "prefecture", PROVINCE[0]))
        rows.append((place.code, place.name, "county", place.prefecture_code))
    return rows
