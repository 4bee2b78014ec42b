"""Credentials of a contractor's machines: opened, watched, rotated, revoked."""
