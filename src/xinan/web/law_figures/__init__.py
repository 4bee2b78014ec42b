"""Figures of the law that offices enter."""
