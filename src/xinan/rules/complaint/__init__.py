"""Complaints (投诉线索)."""

from xinan.rules.complaint.account_closed.rule import RULE as ACCOUNT_CLOSED
from xinan.rules.complaint.cluster.rule import RULE as CLUSTER
from xinan.rules.complaint.overdue.rule import RULE as OVERDUE
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (CLUSTER, OVERDUE, ACCOUNT_CLOSED)
