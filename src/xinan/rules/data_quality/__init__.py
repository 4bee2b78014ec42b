"""Data quality (数据质量): missing data, told apart from missing wages."""

from xinan.rules.data_quality.attendance_silent.rule import RULE as ATTENDANCE_SILENT
from xinan.rules.data_quality.bank_silent.rule import RULE as BANK_SILENT
from xinan.rules.data_quality.payroll_silent.rule import RULE as PAYROLL_SILENT
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (BANK_SILENT, ATTENDANCE_SILENT, PAYROLL_SILENT)
