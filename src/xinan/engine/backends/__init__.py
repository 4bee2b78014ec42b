"""Engines: connection and execution only. What they compute is said by the plan."""
