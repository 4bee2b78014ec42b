"""The code tables of the national real-name standard that the sheets use, and ours for what it lacks.

Source: 全国建筑工人管理服务信息平台 数据标准(试行), 建办市函〔2018〕603号, annex 1.
"""

from xinan.intake.sheets.columns import code_table
from xinan.kernel.text import Text

IDENTITY_TYPES = code_table(
    Text("证件类型", "Type of identity document"),
    {
        "01": "居民身份证",
        "02": "军官证",
        "03": "武警警官证",
        "04": "士兵证",
        "05": "军队离退休干部证",
        "06": "残疾人证",
        "07": "残疾军人证",
        "08": "护照",
        "09": "港澳同胞回乡证",
        "10": "港澳居民来往内地通行证",
        "11": "中华人民共和国往来港澳通行证",
        "12": "台湾居民来往大陆通行证",
        "13": "大陆居民往来台湾通行证",
        "14": "外交官证",
        "15": "领事馆证",
        "16": "海员证",
        "17": "香港身份证",
    },
    身份证="01",
    二代身份证="01",
    军队离退休="05",
    往来港澳通行证="11",
    大陆居民往来台湾="13",
)

UNIT_TYPES = code_table(
    Text("参建类型", "Kind of participating unit"),
    {
        "001": "专业分包",
        "002": "设备分包",
        "003": "材料分包",
        "004": "后勤服务",
        "005": "特殊设备",
        "006": "劳务分包",
        "007": "监理",
        "008": "建设单位",
        "009": "总承包单位",
        "010": "勘察",
        "011": "设计",
        "012": "其它",
    },
    总承包="009",
    施工总承包="009",
    施工总承包单位="009",
    总包="009",
    监理单位="007",
    劳务分包单位="006",
    专业分包单位="001",
    勘察单位="010",
    设计单位="011",
    其他="012",
)

WORK_TYPES = code_table(
    Text("工种", "Trade"),
    {
        "010": "砌筑工",
        "020": "钢筋工",
        "030": "架子工",
        "040": "混凝土工",
        "050": "模板工",
        "060": "机械设备安装工",
        "070": "通风工",
        "080": "安装起重工",
        "090": "安装钳工",
        "100": "电气设备安装调试工",
        "110": "管道工",
        "120": "变电安装工",
        "130": "建筑电工",
        "140": "司泵工",
        "150": "挖掘铲运和桩工机械司机",
        "160": "桩机操作工",
        "170": "起重信号工",
        "180": "建筑起重机械安装拆卸工",
        "190": "装饰装修工",
        "200": "室内成套设施安装工",
        "210": "建筑门窗幕墙安装工",
        "220": "幕墙制作工",
        "230": "防水工",
        "240": "木工",
        "250": "石工",
        "270": "电焊工",
        "280": "爆破工",
        "290": "除尘工",
        "300": "测量放线工",
        "310": "线路架设工",
        "320": "古建筑传统石工",
        "330": "古建筑传统瓦工",
        "340": "古建筑传统彩画工",
        "350": "古建筑传统木工",
        "360": "古建筑传统油工",
        "380": "金属工",
        "390": "杂工",
        "900": "管理人员",
        "1000": "其他",
    },
    瓦工="010",
    砌筑="010",
    钢筋="020",
    架子="030",
    混凝土="040",
    模板="050",
    电工="130",
    木匠="240",
    焊工="270",
    普工="390",
    力工="390",
)

WORK_ROLES = code_table(Text("人员类型", "Role"), {"10": "管理人员", "20": "建筑工人"}, 工人="20", 管理="10")

POSTS = code_table(
    Text("岗位", "Post"),
    {
        "worker": "工人",
        "labour_manager": "劳资专管员",
        "project_manager": "项目经理",
        "safety_officer": "专职安全员",
        "chief_supervisor": "总监理工程师",
        "safety_supervisor": "安全监理工程师",
        "other_manager": "其他管理人员",
    },
    建筑工人="worker",
    劳资员="labour_manager",
    项目负责人="project_manager",
    安全员="safety_officer",
    总监="chief_supervisor",
    安全监理="safety_supervisor",
    管理人员="other_manager",
)

EDUCATION = code_table(
    Text("文化程度", "Education"),
    {
        "01": "小学",
        "02": "初中",
        "03": "高中",
        "04": "中专",
        "05": "大专",
        "06": "本科",
        "07": "硕士",
        "08": "博士",
        "99": "其他",
    },
)

POLITICS = code_table(
    Text("政治面貌", "Political affiliation"),
    {
        "01": "中共党员",
        "02": "中共预备党员",
        "03": "共青团员",
        "04": "民革党员",
        "05": "民盟盟员",
        "06": "民建会员",
        "07": "民进会员",
        "08": "农工党党员",
        "09": "致公党党员",
        "10": "九三学社社员",
        "11": "台盟盟员",
        "12": "无党派人士",
        "13": "群众",
    },
    党员="01",
    团员="03",
)

MARITAL = code_table(Text("婚姻状况", "Marital status"), {"01": "未婚", "02": "已婚", "03": "离异", "04": "丧偶"})

ENTRY_TYPES = code_table(
    Text("进退场类型", "Entry or exit"), {"1": "进场", "0": "退场"}, 进="1", 出="0", 离场="0", 出场="0", 入场="1"
)

CONTRACT_PERIODS = code_table(
    Text("合同期限类型", "Term of the contract"),
    {"0": "固定期限", "1": "以完成一定工作为期限"},
    固定期限合同="0",
    以完成一定工作任务为期限="1",
    以完成一定工作为期限的合同="1",
)

# The national standard counts only lengths, areas and volumes; pay by the day is the commonest of all, so it is ours.
PAY_UNITS = code_table(
    Text("计量单位", "Unit of pay"),
    {"80": "米", "81": "平方米", "82": "立方米", "天": "元/天"},
    日="天",
    工日="天",
    **{"元/日": "天", "元/工日": "天", "㎡": "81", "m²": "81", "m2": "81", "m³": "82", "m3": "82", "m": "80"},
)

DIRECTIONS = code_table(
    Text("进出方向", "Direction through the gate"), {"01": "进场", "02": "出场"}, 进="01", 入="01", 入场="01", 出="02"
)

# 011 其他 is what no device saw, so it counts as typed in by hand like 补卡 (docs/user-guide/import.md).
PASSAGES = code_table(
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
        "manual": "人工补录",
    },
    人脸="001",
    虹膜="002",
    指纹="003",
    掌纹="004",
    身份证="005",
    刷卡="006",
    二维码="010",
    其他="011",
    补卡="manual",
    补录="manual",
    手工补录="manual",
    人工="manual",
)

BY_HAND = frozenset({"007", "008", "009", "011", "manual"})

DEPOSIT_KINDS = code_table(
    Text("保证金形式", "Form of the deposit"),
    {"cash": "现金", "bank_guarantee": "银行保函", "insurance": "保证保险", "company_bond": "工程担保公司保函"},
    现金缴存="cash",
    银行存储="cash",
    保函="bank_guarantee",
    银行类保函="bank_guarantee",
    保险="insurance",
    工程保函="company_bond",
    担保公司保函="company_bond",
)

MONEY_DIRECTIONS = code_table(
    Text("收支方向", "Direction of the movement"), {"in": "收入", "out": "支出"}, 收="in", 支="out", 贷="in", 借="out"
)

COUNTERPARTIES = code_table(
    Text("对方类型", "Kind of counterparty"),
    {"owner": "建设单位", "contractor": "施工总承包单位", "worker": "农民工", "other": "其他"},
    工人="worker",
    总包="contractor",
    总承包="contractor",
    总承包单位="contractor",
    业主="owner",
    其它="other",
)

INDUSTRIES = code_table(
    Text("行业", "Industry"),
    {
        "housing": "房屋建筑",
        "municipal": "市政公用",
        "transport": "交通运输",
        "water": "水利",
        "railway": "铁路",
        "energy": "能源电力",
        "telecom": "通信",
        "landscaping": "园林绿化",
        "other": "其他",
    },
    房建="housing",
    市政="municipal",
    交通="transport",
    公路="transport",
    港口与航道="transport",
    水利水电="water",
    电力="energy",
    园林="landscaping",
    其它="other",
    **{"01": "housing", "02": "municipal", "04": "railway", "05": "transport", "06": "transport", "07": "water"},
    **{"08": "energy", "12": "telecom", "99": "other", "03": "other", "09": "other", "10": "other", "11": "other"},
)

PAUSE_KINDS = code_table(
    Text("停工类型", "Kind of pause"),
    {
        "stop": "停工",
        "late_start": "推迟开工",
        "winter": "冬歇",
        "spring_festival": "春节放假",
        "completion": "完工待验",
    },
    暂停="stop",
    冬休="winter",
    冬季停工="winter",
    春节="spring_festival",
    缓建="late_start",
    待验收="completion",
)

CARD_KINDS = code_table(Text("工资卡类别", "Kind of wage card"), {"own": "本行", "other": "他行"}, 跨行="other")

ORDER_RESULTS = code_table(
    Text("发放结果", "Result of the payment"),
    {"paid": "成功", "failed": "失败", "returned": "退票", "sent": "处理中"},
    已发放="paid",
    已发="paid",
    发放成功="paid",
    交易成功="paid",
    发放失败="failed",
    交易失败="failed",
    退回="returned",
    已退票="returned",
    已提交="sent",
    待处理="sent",
)
