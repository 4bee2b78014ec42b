"""filing/stopped-but-working"""
