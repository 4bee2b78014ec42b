"""Responsibility across levels and departments: what waits for whom, what stands against whom."""
