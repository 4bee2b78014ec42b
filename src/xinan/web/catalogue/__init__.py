"""The rule catalogue: every rule as a lawyer reads it."""
