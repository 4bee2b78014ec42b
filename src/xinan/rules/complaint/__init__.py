"""Complaints (投诉线索)."""

from xinan.rules.complaint.cluster.rule import RULE as CLUSTER
from xinan.rules.complaint.overdue.rule import RULE as OVERDUE
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (CLUSTER, OVERDUE)
