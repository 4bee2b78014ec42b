"""What a rule is: one article made into one expression, with its parameters, measures, cure and evidence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from xinan.kernel.text import Text

if TYPE_CHECKING:
    from xinan.rules.parameters import Bound
    from xinan.rules.world import World


class Link(StrEnum):
    """A link of the chain that a rule watches; the first seven are the chain, the others stand beside it."""

    FILING = "filing"
    ACCOUNT = "account"
    DEPOSIT = "deposit"
    ROSTER = "roster"
    FUNDING = "funding"
    ATTENDANCE = "attendance"
    WAGES = "wages"
    BOARD = "board"
    COMPLAINT = "complaint"
    ENTERPRISE = "enterprise"
    DATA_QUALITY = "data_quality"

    @property
    def title(self) -> Text:  # type: ignore[override]  # nobody wants str.title of a code
        """The trade's name of the link."""
        return LINK_TITLES[self]


LINK_TITLES = {
    Link.FILING: Text("开工备案", "Start filing"),
    Link.ACCOUNT: Text("工资专户", "Wage account"),
    Link.DEPOSIT: Text("工资保证金", "Deposit"),
    Link.ROSTER: Text("实名制", "Real-name roster"),
    Link.FUNDING: Text("资金拨付", "Fund transfer"),
    Link.ATTENDANCE: Text("考勤", "Attendance"),
    Link.WAGES: Text("工资发放", "Wage payment"),
    Link.BOARD: Text("维权告示牌", "Notice board"),
    Link.COMPLAINT: Text("投诉线索", "Complaints"),
    Link.ENTERPRISE: Text("企业", "Enterprise"),
    Link.DATA_QUALITY: Text("数据质量", "Data quality"),
}

CHAIN = (
    Link.FILING,
    Link.ACCOUNT,
    Link.DEPOSIT,
    Link.ROSTER,
    Link.FUNDING,
    Link.ATTENDANCE,
    Link.WAGES,
)


class Level(StrEnum):
    """How serious a finding is; grey says that data are missing, not wages."""

    GREY = "grey"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def title(self) -> Text:  # type: ignore[override]  # nobody wants str.title of a code
        """The name of the level."""
        return _LEVEL_TITLES[self]

    @property
    def rank(self) -> int:
        """0 for grey up to 4 for red."""
        return tuple(Level).index(self)


_LEVEL_TITLES = {
    Level.GREY: Text("数据质量", "Data quality"),
    Level.BLUE: Text("提示", "Notice"),
    Level.YELLOW: Text("一般", "Moderate"),
    Level.ORANGE: Text("较重", "Serious"),
    Level.RED: Text("严重", "Severe"),
}


class Subject(StrEnum):
    """Whom a finding is about."""

    PROJECT = "project"
    WORKER = "worker"
    ENTERPRISE = "enterprise"


class Period(StrEnum):
    """What span a finding speaks of, besides its subject."""

    NONE = "none"
    MONTH = "month"
    YEAR = "year"


class Addressee(StrEnum):
    """Who must act on a finding."""

    CONTRACTOR = "GC"
    OWNER = "OW"
    BANK = "BK"
    LABOUR_OFFICE = "HR"
    INDUSTRY_DEPARTMENT = "IN"
    OFFICE = "office"

    @property
    def title(self) -> Text:  # type: ignore[override]  # nobody wants str.title of a code
        """The trade's name of the addressee."""
        return _ADDRESSEE_TITLES[self]


_ADDRESSEE_TITLES = {
    Addressee.CONTRACTOR: Text("施工总承包单位", "General contractor"),
    Addressee.OWNER: Text("建设单位", "Owner"),
    Addressee.BANK: Text("开户银行", "Bank"),
    Addressee.LABOUR_OFFICE: Text("县级人社部门", "County labour office"),
    Addressee.INDUSTRY_DEPARTMENT: Text("行业主管部门", "Industry department"),
    Addressee.OFFICE: Text("根治欠薪领导小组办公室", "Leading-group office"),
}


class Feed(StrEnum):
    """A source of facts that may fall silent; a rule that needs a silent feed is withheld."""

    ATTENDANCE = "attendance"
    BANK = "bank"
    PAYROLL = "payroll"


class Unit(StrEnum):
    """The unit of a measure."""

    DAYS = "days"
    PEOPLE = "people"
    YUAN = "yuan"
    SHARE = "share"  # 0.25 means 25 %
    COUNT = "count"
    DATE = "date"
    MONTH = "month"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule stands in the law; `is_law` is false for practice and for our own proposals, and says so."""

    document: Text
    articles: str
    is_law: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """A named figure of a finding; the rule's table has a column of this name."""

    name: str
    title: Text
    unit: Unit


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows a finding rests on.

    `rows` gives a table with `project_id` and, where the finding has them, `subject_id` and `period`: the engine
    keeps those of one finding. `columns` titles the others in the order to be shown.
    """

    title: Text
    rows: "Callable[[World, Bound], ir.Table]"
    columns: dict[str, Text]
    personal: frozenset[str] = frozenset({"worker_id"})


@dataclass(frozen=True, slots=True)
class Suppressor:
    """The rule under which this one is kept as a detail where both hold for the same project.

    `same_period` asks for the same period too; `same_subject` for the same subject (a worker).
    """

    rule: str
    same_period: bool = False
    same_subject: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule. `holds` gives one row for each finding, with the columns

    - `project_id`, and `subject_id` where the subject is not the project;
    - `period` (a month number, see `xinan.rules.dates`, or a year) where the rule has one;
    - `level` and `since` (the first day on which it held);
    - `detail_of`, where a row is only a detail of another rule's finding (that rule's identifier, or null);
    - `settled_on`, where a finding outlives a silent feed: the day by which its facts were complete;
    - one column for each of `measures`.

    It is a pure function of facts, parameters and the as-of day: no clock, no query, no exception caught.
    """

    id: str
    title: Text
    meaning: Text
    subject: Subject
    period: Period
    addressees: tuple[Addressee, ...]
    basis: tuple[Basis, ...]
    measures: tuple[Measure, ...]
    because: Text
    cure: Text
    holds: "Callable[[World, Bound], ir.Table]"
    evidence: tuple[Evidence, ...]
    levels: tuple[Level, ...] = ()
    needs: tuple[Feed, ...] = ()
    suppressed_by: tuple[Suppressor, ...] = field(default=())

    @property
    def link(self) -> Link:
        """The link of the chain it watches."""
        return Link(self.id.split("/")[0])

    @property
    def name(self) -> str:
        """Its name within the link."""
        return self.id.split("/")[1]

    @property
    def folder(self) -> str:
        """The package that holds its code, parameters and cases."""
        return f"xinan.rules.{self.link}.{self.name.replace('-', '_')}"
