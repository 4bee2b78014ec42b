"""Taking back what was sent, and what stood there before: from the history that the database keeps of every row."""
