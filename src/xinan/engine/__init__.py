"""Runs the rules on tables: the plan is data, executing and explaining are two readers of it."""

from xinan.engine.evaluate import evaluate, explain_findings
from xinan.engine.explain import Explanation
from xinan.engine.finding import Finding, Status

__all__ = ["Explanation", "Finding", "Status", "evaluate", "explain_findings"]
