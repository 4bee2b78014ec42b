"""Attendance (考勤)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
