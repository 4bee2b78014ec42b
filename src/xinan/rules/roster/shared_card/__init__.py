"""roster/shared-card"""
