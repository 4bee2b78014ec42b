"""Changing a rule safely: drafted, tried on history, shadowed, decided by a second person, taken back."""
