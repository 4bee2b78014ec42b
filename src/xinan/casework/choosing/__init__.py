"""What was answered about a clue, which way was chosen for it and why, and what that began."""
