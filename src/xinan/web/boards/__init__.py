"""The boards of casework: what is open and how old, and what the work has brought; every number opens the rows behind it."""
