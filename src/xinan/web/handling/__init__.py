"""Handling warnings: one's work, a warning's page, the moves open to one, the firm's side, proofs."""
