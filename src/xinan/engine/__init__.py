"""Runs the rules on tables: the plan is data, executing and explaining are two readers of it."""

from xinan.engine.evaluate import Judgement, evaluate, explain_findings, judge
from xinan.engine.explain import Explanation
from xinan.engine.finding import Finding, Status
from xinan.engine.session import Session

__all__ = ["Explanation", "Finding", "Judgement", "Session", "Status", "evaluate", "explain_findings", "judge"]
