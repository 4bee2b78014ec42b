"""filing/stale"""
