"""The code tables of the national real-name standard that the sheets do not use.

Source: 全国建筑工人管理服务信息平台 数据标准(试行), 建办市函〔2018〕603号, annex 1.
"""

from xinan.intake.sheets.codes import (
    CONTRACT_PERIODS,
    DIRECTIONS,
    EDUCATION,
    ENTRY_TYPES,
    IDENTITY_TYPES,
    MARITAL,
    POLITICS,
    UNIT_TYPES,
    WORK_ROLES,
    WORK_TYPES,
)
from xinan.intake.sheets.columns import CodeTable, code_table
from xinan.kernel.text import Text

CATEGORIES = code_table(
    Text("项目类别", "Project category"),
    {
        "01": "房屋建筑工程",
        "02": "市政公用工程",
        "03": "机电安装工程",
        "04": "铁路工程",
        "05": "公路工程",
        "06": "港口与航道工程",
        "07": "水利水电工程",
        "08": "电力工程",
        "09": "矿山工程",
        "10": "冶炼工程",
        "11": "化工石油工程",
        "12": "通信工程",
        "99": "其他",
    },
)

PROJECT_STATES = code_table(
    Text("项目状态", "State of the project"),
    {"001": "筹备", "002": "立项", "003": "在建", "004": "完工", "005": "停工"},
)

PROJECT_SIZES = code_table(Text("项目规模", "Size of the project"), {"01": "大型", "02": "中型", "03": "小型"})

PROJECT_NATURES = code_table(
    Text("建设性质", "Nature of the works"),
    {"001": "新建", "002": "改建", "003": "扩建", "004": "恢复", "005": "迁建", "006": "拆除", "099": "其他"},
)

APPROVAL_LEVELS = code_table(
    Text("立项级别", "Level of approval"),
    {"001": "部级", "002": "省级", "003": "地市级", "004": "区县级", "005": "国家级", "006": "其他"},
)

PROJECT_USES = code_table(
    Text("工程用途", "Use of the works"),
    {
        "010": "给水",
        "011": "排水",
        "100": "居住建筑",
        "200": "居住建筑配套工程",
        "300": "公共建筑",
        "301": "办公建筑",
        "302": "商业建筑",
        "303": "旅游建筑",
        "304": "科教文卫建筑",
        "305": "交通运输类",
        "306": "通信建筑",
        "307": "公共建筑配套工程",
        "400": "商住楼",
        "500": "农业建筑",
        "600": "农业建筑配套工程",
        "700": "工业建筑",
        "800": "工业建筑配套工程",
        "999": "其他",
    },
)

ATTEND_TYPES = code_table(
    Text("通行方式", "Way through the gate"),
    {
        "001": "人脸识别",
        "002": "虹膜识别",
        "003": "指纹识别",
        "004": "掌纹识别",
        "005": "身份证识别",
        "006": "实名卡",
        "007": "异常清退",
        "008": "一键开闸",
        "009": "应急通道",
        "010": "二维码识别",
        "011": "其他方式",
    },
)

# The interface knows lengths, areas and volumes only; pay by the day is of the sheets alone.
CONTRACT_UNITS = code_table(Text("计量单位", "Unit of pay"), {"80": "米", "81": "平方米", "82": "立方米"})

TRAINING_TYPES = code_table(
    Text("培训类型", "Kind of training"),
    {"003001": "安全教育", "003002": "入场教育", "003003": "退场教育", "003004": "技能培训"},
)

BANKS = code_table(
    Text("银行代码", "Bank code"),
    {
        "100": "邮储银行",
        "102": "中国工商银行",
        "103": "中国农业银行",
        "104": "中国银行",
        "105": "中国建设银行",
        "201": "国家开发银行",
        "203": "中国农业发展银行",
        "301": "交通银行",
        "302": "中信银行",
        "303": "中国光大银行",
        "304": "华夏银行",
        "305": "中国民生银行",
        "306": "广发银行",
        "308": "招商银行",
        "309": "兴业银行",
        "310": "浦发银行",
        "313": "城市商业银行",
        "314": "农村商业银行",
        "315": "恒丰银行",
        "316": "浙商银行",
        "317": "农村合作银行",
        "318": "渤海银行",
        "319": "徽商银行",
        "320": "村镇银行",
        "401": "城市信用社",
        "402": "农村信用社",
        "403": "邮储银行",
    },
)
# Foreign banks have numbers of their own from 500 to 799, which the standard does not list one by one.
FOREIGN_BANKS = range(500, 800)

# Every table of the interface, by the name its fields refer to it with.
TABLES: dict[str, CodeTable] = {
    "idCardType": IDENTITY_TYPES,
    "corpType": UNIT_TYPES,
    "category": CATEGORIES,
    "prjStatus": PROJECT_STATES,
    "prjSize": PROJECT_SIZES,
    "propertyNum": PROJECT_NATURES,
    "approvalLevelNum": APPROVAL_LEVELS,
    "functionNum": PROJECT_USES,
    "workType": WORK_TYPES,
    "workRole": WORK_ROLES,
    "direction": DIRECTIONS,
    "type": ENTRY_TYPES,
    "attendType": ATTEND_TYPES,
    "cultureLevelType": EDUCATION,
    "politicsType": POLITICS,
    "maritalStatus": MARITAL,
    "contractPeriodType": CONTRACT_PERIODS,
    "unit": CONTRACT_UNITS,
    "trainingTypeCode": TRAINING_TYPES,
    "bankCode": BANKS,
}
