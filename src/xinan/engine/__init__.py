"""Runs the rules on tables: the plan is data, executing and explaining are two readers of it."""

from xinan.engine.evaluate import evaluate, evaluate_snapshot
from xinan.engine.finding import Finding, Status

__all__ = ["Finding", "Status", "evaluate", "evaluate_snapshot"]
