"""Notices: the bell and the list, how one is told, and the operators' page of what was sent."""
