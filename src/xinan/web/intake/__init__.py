"""Importing: templates out, filled sheets in, what became of every row."""
