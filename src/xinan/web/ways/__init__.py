"""Where a clue goes: the questions, and the ways that are open."""
