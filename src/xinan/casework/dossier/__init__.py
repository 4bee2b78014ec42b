"""The file of a case: its contents in order, its exports and its seal; and the weekly words about what is overdue."""
