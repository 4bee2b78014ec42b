"""Boards of casework: what is open, how old, at whose desk; and what the work has brought (3+1)."""
