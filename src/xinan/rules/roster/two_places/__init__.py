"""roster/two-places"""
