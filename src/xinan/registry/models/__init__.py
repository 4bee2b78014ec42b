"""Places, firms, projects, units and teams, wage accounts, deposits, records, feeds, and the change log."""

from xinan.registry.models.changes import ProjectChange
from xinan.registry.models.firms import ArrearsRecord, Enterprise, JointListing
from xinan.registry.models.funds import Deposit, DepositDraw, WageAccount
from xinan.registry.models.places import Region
from xinan.registry.models.projects import Project, ProjectUnit, Team
from xinan.registry.models.reported import EnterpriseCredential, GoodRecord, ReportedDetail, Scan, Subject
from xinan.registry.models.site import Feed, NoticeBoard, Pause

__all__ = [
    "ArrearsRecord",
    "Deposit",
    "DepositDraw",
    "Enterprise",
    "EnterpriseCredential",
    "Feed",
    "GoodRecord",
    "JointListing",
    "NoticeBoard",
    "Pause",
    "Project",
    "ProjectChange",
    "ProjectUnit",
    "Region",
    "ReportedDetail",
    "Scan",
    "Subject",
    "Team",
    "WageAccount",
]
