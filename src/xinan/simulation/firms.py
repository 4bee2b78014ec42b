"""Firms that look real and are invented: contractors with several projects, owners, subcontractors, supervisors."""

from dataclasses import dataclass

from xinan.kernel.identifiers.enterprise import ALPHABET, check_character, organisation_check_character
from xinan.simulation.chance import Chance
from xinan.simulation.places import Place, counties

_REUSE = 0.62  # how often a project's contractor already has an earlier project
_ARREARS_SHARE = 0.03  # of the contractors, with an arrears record of years ago

_HEADS = "松白长辽图鸭浑牡洮霍嫩伊饮布穆珲延鹤榆桦枫柞椴杉柏雪岭泉澜沃润泓晟禹垣坤峻岳峰"
_TAILS = "原岗川阳远腾达昊拓筑基砥恒屹岩铭泰裕隆顺诚信和瑞祥丰沛庆茂盛固坚磊鑫晖曜朗景"
_KINDS = {
    "contractor": ("建设集团有限公司", "建筑工程有限公司", "建工有限公司", "路桥工程有限公司", "市政工程有限公司"),
    "owner": ("房地产开发有限公司", "城市建设投资有限公司", "置业有限公司", "交通投资有限公司", "水务发展有限公司"),
    "subcontractor": ("建筑劳务有限公司", "劳务分包有限公司", "装饰工程有限公司"),
    "supervisor": ("工程监理有限公司", "建设项目管理有限公司"),
}
_KIND_DIGIT = {"contractor": 0, "owner": 1, "subcontractor": 2, "supervisor": 3, "marked": 4}
_SPACE = len(ALPHABET) ** 6
_STEP = 2_654_435_761 % _SPACE  # a prime, so that different numbers give different codes


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented enterprise; `in_arrears` has an arrears record from before the simulated months."""

    enterprise_id: str
    name: str
    region_code: str
    in_arrears: bool = False


def firm(kind: str, number: int, *, seed: int) -> Firm:
    """The firm of that kind and number. Kind `marked` is a contractor that serves one planted violation only."""
    chance = Chance(seed, "firm", kind, number)
    home = chance.weighted(counties(), [place.weight for place in counties()])
    endings = _KINDS["contractor" if kind == "marked" else kind]
    name = f"{_seat(home)}{chance.pick(_HEADS)}{chance.pick(_TAILS)}{chance.pick(endings)}"
    marked = kind == "contractor" and chance.happens(_ARREARS_SHARE)
    return Firm(_credit_code(kind, number, home=home, seed=seed), name, home.code, in_arrears=marked)


def contractor_of(number: int, *, seed: int) -> Firm:
    """The contractor of project `number`: a new firm, or that of an earlier project, whatever projects follow."""
    while True:
        chance = Chance(seed, "contractor", number)
        if number == 0 or not chance.happens(_REUSE):
            return firm("contractor", number, seed=seed)
        number = chance.whole(0, number - 1)


def _seat(home: Place) -> str:
    return home.prefecture_name.removesuffix("朝鲜族自治州").removesuffix("市")


def _credit_code(kind: str, number: int, *, home: Place, seed: int) -> str:
    """A credit code that passes both its checks; different for every kind and number."""
    value = ((number * len(_KIND_DIGIT) + _KIND_DIGIT[kind] + seed % 1000 * 5_000_000) * _STEP) % _SPACE
    letters = ""
    for _ in range(6):
        value, place = divmod(value, len(ALPHABET))
        letters += ALPHABET[place]
    organisation = f"MA{letters}"
    first17 = f"91{home.code}{organisation}{organisation_check_character(organisation)}"
    return first17 + check_character(first17)
