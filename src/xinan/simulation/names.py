"""Names of projects, teams and banks: as they read in Jilin, and invented."""

from xinan.simulation.chance import Chance
from xinan.simulation.draft import Plan

_PLACES = "松柏雪桦枫榆云霞晨曦河湖溪泉岭岗星月金银玉珠锦绣安康和丰瑞福清澄"
_ENDS = "苑庭园府湾城里居岸林"
_WORKS = {
    "housing": ("住宅小区一期工程", "住宅小区二期工程", "棚户区改造工程", "公租房工程", "商住楼工程", "回迁安置楼工程"),
    "municipal": (
        "老旧小区改造工程",
        "道路及管网工程",
        "供热管网改造工程",
        "污水处理厂工程",
        "雨污分流工程",
        "地下管廊工程",
    ),
    "transport": ("公路改扩建工程", "农村公路工程", "公路大桥工程", "客运枢纽工程", "收费站改造工程", "养护中心工程"),
    "water": ("灌区续建配套工程", "堤防加固工程", "水库除险加固工程", "供水一体化工程", "河道治理工程", "泵站改造工程"),
    "railway": ("铁路站房工程", "铁路专用线工程", "铁路立交工程", "站前广场工程", "铁路货场工程", "铁路桥涵工程"),
    "energy": ("风电场工程", "光伏发电工程", "变电站工程", "生物质热电工程", "输变电工程", "抽水蓄能配套工程"),
    "telecom": ("通信管道工程", "数据中心工程", "基站配套工程", "光缆线路工程", "通信机房工程", "算力中心工程"),
    "landscaping": ("公园绿化工程", "滨河景观工程", "生态修复工程", "道路绿化工程", "湿地恢复工程", "广场景观工程"),
    "other": ("标准厂房工程", "冷链物流园工程", "学校教学楼工程", "医院门诊楼工程", "粮食仓储工程", "文化中心工程"),
}
_TRADES = ("钢筋班", "木工班", "混凝土班", "砌筑班", "架子班", "水电班", "抹灰班", "防水班", "普工班", "机械班")
BANKS = ("ICBC", "ABC", "BOC", "CCB", "BOCOM", "PSBC", "JLBANK", "JLRCU")


def project_name(plan: Plan, *, chance: Chance) -> str:
    """The name of a project: its place, an invented proper name, its works."""
    proper = chance.pick(_PLACES) + chance.pick(_PLACES) + chance.pick(_ENDS)
    return f"{plan.place.full_name}{proper}{_WORKS[plan.industry][plan.kind]}"


def team_name(place: int) -> str:
    """The name of a project's n-th team."""
    rounds, trade = divmod(place, len(_TRADES))
    return f"{_TRADES[trade]}{rounds + 1}" if rounds else _TRADES[trade]
