"""Other ways to write the same: each a table or a few lines by hand, none of them known to the matcher."""

from collections.abc import Sequence
from datetime import date, timedelta

from xinan.simulation.chance import Chance

TRADITIONAL = str.maketrans(
    "长园区楼号标桦枫云岭岗银锦绣丰湾东辽图鸭浑兴龙阳远腾达筑岩铭顺诚庆坚晖业务劳设厂场桥铁车电网馆学医门货专线广粮仓储农处万两宁珲县义国华润泽鹤泺乡镇绿热气护测项团",
    "長園區樓號標樺楓雲嶺崗銀錦繡豐灣東遼圖鴨渾興龍陽遠騰達築巖銘順誠慶堅暉業務勞設廠場橋鐵車電網館學醫門貨專線廣糧倉儲農處萬兩寧琿縣義國華潤澤鶴濼鄉鎮綠熱氣護測項團",
)
# As it comes out where somebody types as they speak: front for back nasals, flat for retroflex, l for n, y for r, h for f.
DIALECT = {
    "枫": "分",
    "星": "新",
    "岭": "林",
    "金": "京",
    "城": "陈",
    "晨": "城",
    "清": "亲",
    "林": "凌",
    "湖": "福",
    "里": "你",
    "榆": "如",
    "润": "运",
    "住": "租",
    "水": "随",
    "站": "赞",
    "厂": "仓",
    "商": "桑",
    "热": "页",
    "路": "怒",
    "桥": "乔",
    "福": "胡",
    "安": "昂",
    "银": "迎",
    "锦": "景",
    "丰": "轰",
    "泉": "拳",
    "珠": "租",
    "庭": "停",
    "澄": "岑",
    "松": "耸",
    "绣": "秀",
    "岗": "干",
    "河": "活",
    "园": "元",
    "雪": "学",
}
# Written with characters that sound the same.
ALIKE = {
    "松": "淞",
    "柏": "摆",
    "雪": "鳕",
    "桦": "话",
    "枫": "封",
    "榆": "渔",
    "云": "匀",
    "霞": "侠",
    "晨": "沉",
    "曦": "吸",
    "河": "荷",
    "湖": "壶",
    "溪": "惜",
    "泉": "拳",
    "岭": "领",
    "岗": "港",
    "星": "腥",
    "月": "阅",
    "金": "今",
    "银": "吟",
    "玉": "育",
    "珠": "诸",
    "锦": "紧",
    "绣": "锈",
    "安": "氨",
    "康": "慷",
    "和": "核",
    "丰": "疯",
    "瑞": "睿",
    "福": "幅",
    "清": "轻",
    "澄": "惩",
    "苑": "愿",
    "庭": "停",
    "园": "员",
    "府": "腐",
    "湾": "豌",
    "城": "呈",
    "里": "礼",
    "居": "鞠",
    "岸": "暗",
    "林": "淋",
    "原": "缘",
    "远": "怨",
    "腾": "疼",
    "昊": "耗",
    "拓": "唾",
    "恒": "衡",
    "泰": "态",
    "裕": "预",
    "顺": "瞬",
    "祥": "详",
    "沛": "佩",
    "盛": "剩",
    "鑫": "欣",
    "晖": "灰",
    "润": "闰",
    "坤": "昆",
    "峰": "蜂",
    "岳": "悦",
    "磊": "垒",
    "固": "顾",
    "诚": "承",
}
# Names of people: another character of the same sound.
NAMES_ALIKE = {
    "伟": "炜",
    "军": "君",
    "明": "鸣",
    "强": "墙",
    "刚": "钢",
    "华": "桦",
    "平": "萍",
    "建": "健",
    "国": "郭",
    "辉": "晖",
    "杰": "洁",
    "涛": "滔",
    "斌": "彬",
    "峰": "锋",
    "波": "玻",
    "海": "醢",
    "林": "琳",
    "生": "升",
    "德": "得",
    "成": "诚",
    "文": "纹",
    "玉": "育",
    "春": "椿",
    "志": "智",
    "宝": "保",
    "福": "富",
    "永": "勇",
    "学": "雪",
    "庆": "磬",
    "龙": "隆",
    "利": "力",
    "立": "丽",
    "东": "冬",
    "红": "洪",
    "金": "今",
    "忠": "中",
}
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_FOREMEN = "张王李赵刘孙周吴郑马"
_CALLED = ("{}工头", "老{}", "{}老板", "{}包工头", "{}队长", "小{}", "跟{}师傅干的", "{}工头的队")
_SHORT_WORKS = {
    "住宅小区一期工程": "一期",
    "住宅小区二期工程": "二期",
    "棚户区改造工程": "棚改",
    "公租房工程": "公租",
    "商住楼工程": "商住",
    "回迁安置楼工程": "回迁",
    "老旧小区改造工程": "老改",
    "道路及管网工程": "路网",
    "污水处理厂工程": "污水厂",
    "雨污分流工程": "雨污",
    "公路改扩建工程": "公路",
    "水库除险加固工程": "水库",
    "学校教学楼工程": "教学楼",
    "医院门诊楼工程": "门诊",
}
_STAGES = {
    "一期": ("一期", "1期", "第一期", "I期", "壹期"),
    "二期": ("二期", "2期", "第二期", "Ⅱ期", "贰期"),
    "一标段": ("一标段", "1标", "一标", "第一标段", "１标段"),
    "二标段": ("二标段", "2标", "二标", "第二标段", "２标段"),
    "A区": ("A区", "a区", "Ａ区", "A地块", "A区那边"),
    "B区": ("B区", "b区", "Ｂ区", "B区的", "B 区"),
}


def in_dialect(said: str, chance: Chance) -> str:
    """One or two characters as they are heard in the speaker's dialect."""
    return _swapped(said, DIALECT, chance)


def alike(said: str, chance: Chance) -> str:
    """One or two characters of the same sound."""
    return _swapped(said, ALIKE, chance)


def _swapped(said: str, table: dict[str, str], chance: Chance) -> str:
    places = [place for place, one in enumerate(said) if one in table]
    for place in chance.some(places, chance.whole(1, 2)):
        said = f"{said[:place]}{table[said[place]]}{said[place + 1 :]}"
    return said


def short(proper: str, works: str, chance: Chance) -> str:
    """The name as those who work there shorten it: its first two characters, or its first and last, and the works in two."""
    head = proper[:2] if chance.happens(0.7) else f"{proper[0]}{proper[-1]}"
    return f"{head}{_SHORT_WORKS.get(works, works[:2])}"


def short_firm(name: str, seat: str, chance: Chance) -> str:
    """长春沃原建筑劳务有限公司: 沃原, 沃原建劳, 长沃."""
    rest = name.removeprefix(seat)
    kind = chance.weighted(("two", "trade", "seat"), (0.6, 0.25, 0.15))
    trade = f"{rest[2:3]}{rest[4:5]}"
    return {"two": rest[:2], "trade": f"{rest[:2]}{trade}", "seat": f"{seat[:1]}{rest[:2]}"}[kind]


def foreman(chance: Chance) -> str:
    """Who took them on, as he is called."""
    return chance.pick(_CALLED).format(chance.pick(_FOREMEN))


def stage(said: str, chance: Chance) -> str:
    """A phase, a lot or a part in another of its forms."""
    for form, others in _STAGES.items():
        if form in said:
            return said.replace(form, chance.pick(others), 1)
    return said


def has_stage(name: str) -> bool:
    """Whether the name gives a phase, a lot or a part."""
    return any(form in name for form in _STAGES)


def wrong_digit(phone: str, chance: Chance) -> str:
    """A phone with one digit taken down wrong."""
    place = chance.whole(3, len(phone) - 1)
    other = (int(phone[place]) + chance.whole(1, 9)) % 10
    return f"{phone[:place]}{other}{phone[place + 1 :]}"


def called(name: str, chance: Chance) -> str:
    """A worker as they give themselves: 老张, 张师傅, 小张."""
    return chance.pick(("老{}", "{}师傅", "小{}", "{}某", "{}先生")).format(name[:1])


def name_alike(name: str) -> str:
    """The name written with another character of the same sound; as it is where the table has none."""
    for place, one in enumerate(name):
        if place and one in NAMES_ALIKE:
            return f"{name[:place]}{NAMES_ALIKE[one]}{name[place + 1 :]}"
    return name


def months_in_words(first: date, last: date, *, on: date, chance: Chance) -> str:
    """The months from one day to another as they are told on a day; nothing where no way of saying comes to mind."""
    ways = [*_by_number(first, last, on=on), *_by_season(first, last, on=on), *_by_distance(first, last, on=on)]
    return chance.pick(ways) if ways else ""


def _by_number(first: date, last: date, *, on: date) -> Sequence[str]:
    spoken = "一二三四五六七八九十"
    names = {number: spoken[number - 1] if number <= 10 else f"十{spoken[number - 11]}" for number in range(1, 13)}
    year = {0: "今年", 1: "去年", 2: "前年"}.get(on.year - first.year)
    if year is None:
        return ()
    if (first.year, first.month) == (last.year, last.month):
        return (f"{year}{first.month}月份", f"{year}{names[first.month]}月的工资", f"{first.year}年{first.month}月")
    if first.year == last.year:
        return (
            f"{year}{first.month}月到{last.month}月",
            f"{year}{names[first.month]}月份到{names[last.month]}月份",
            f"{first.year}年{first.month}-{last.month}月",
        )
    return (f"{year}{first.month}月到{ {0: '今年', 1: '去年'}.get(on.year - last.year, '') }{last.month}月",)


def _by_season(first: date, last: date, *, on: date) -> Sequence[str]:
    year = {0: "今年", 1: "去年"}.get(on.year - first.year, "")
    if not year or first.year != last.year:
        return ()
    ways = [f"{year}下半年"] if first.month >= 7 else [f"{year}上半年"] if last.month <= 6 else []
    if first.month >= 11 or (last.month == 1 and on.month > 2):
        ways.append("过年前" if on.month > 2 and (first.month == 1 or year == "去年") else f"{year}年底")
    if first.month >= 6 and last.month <= 8:
        ways.append(f"{year}夏天")
    return ways


def _by_distance(first: date, last: date, *, on: date) -> Sequence[str]:
    before = date(on.year, on.month, 1) - timedelta(days=1)
    if (last.year, last.month) != (before.year, before.month):
        return ()
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 1:
        return ("上个月", "上月的工资没给")
    spoken = {2: "两个月", 3: "三个月", 4: "四个月", 6: "半年"}.get(months)
    return (f"{spoken}没发工资了", f"近{spoken}") if spoken else ()
