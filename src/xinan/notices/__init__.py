"""Notices: what a person is told, where they read it, and what was sent outside for it."""
