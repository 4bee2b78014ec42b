"""The documents that rules stand on, each named once."""

from xinan.kernel.text import Text
from xinan.rules.model import Basis

REGULATION = Text(
    "保障农民工工资支付条例（国务院令第724号）", "Regulation on Ensuring Wage Payments to Migrant Workers (Order 724)"
)
ACCOUNT_ORDER = Text(
    "工程建设领域农民工工资专用账户管理暂行办法（人社部发〔2021〕53号）",
    "Interim Measures on Wage Accounts in Construction (No. 53 of 2021)",
)
DEPOSIT_ORDER = Text(
    "工程建设领域农民工工资保证金规定（人社部发〔2021〕65号）",
    "Provisions on Wage Deposits in Construction (No. 65 of 2021)",
)
CONSTRUCTION_LAW = Text("中华人民共和国建筑法", "Construction Law")
LABOUR_LAW = Text("中华人民共和国劳动法", "Labour Law")
REAL_NAME_MEASURES = Text(
    "建筑工人实名制管理办法（建市〔2019〕18号，建市〔2022〕59号修改）",
    "Measures on Real-name Management of Construction Workers",
)
MINIMUM_WAGE_ORDER = Text(
    "吉林省人民政府关于调整全省最低工资标准的批复（吉政函〔2024〕66号）", "Jilin minimum wage order (No. 66 of 2024)"
)
PLATFORM_PRACTICE = Text("各省监管平台公开规则", "Published rules of provincial platforms")
OWN_PROPOSAL = Text("本系统设定（非法定）", "Set by this system (not law)")


def regulation(articles: str) -> Basis:
    """Articles of the Regulation (条例)."""
    return Basis(REGULATION, articles)


def account_order(articles: str) -> Basis:
    """Articles of No. 53 of 2021 on wage accounts."""
    return Basis(ACCOUNT_ORDER, articles)


def deposit_order(articles: str) -> Basis:
    """Articles of No. 65 of 2021 on deposits."""
    return Basis(DEPOSIT_ORDER, articles)


def minimum_wage_order() -> Basis:
    """The order that sets the minimum wage of Jilin."""
    return Basis(MINIMUM_WAGE_ORDER, "")


def practice(codes: str) -> Basis:
    """Published practice of other platforms, by its number in the survey (W01 …); not law."""
    return Basis(PLATFORM_PRACTICE, codes, is_law=False)


def proposal(code: str = "") -> Basis:
    """A threshold of our own, by its number in the survey (P-REG-01 …); not law."""
    return Basis(OWN_PROPOSAL, code, is_law=False)
