"""The national clue platform: its export taken in, the conclusions given back."""
