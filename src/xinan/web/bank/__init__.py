"""Wages on their way through banks: batches in three stages, their lines, days that do not reconcile."""
