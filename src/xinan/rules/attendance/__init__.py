"""Attendance (考勤)."""

from xinan.rules.attendance.low_rate.rule import RULE as LOW_RATE
from xinan.rules.attendance.never_started.rule import RULE as NEVER_STARTED
from xinan.rules.attendance.silent_site.rule import RULE as SILENT_SITE
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (SILENT_SITE, NEVER_STARTED, LOW_RATE)
