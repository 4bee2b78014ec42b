"""Credentials of machines: opened, found, rotated, revoked, counted."""
