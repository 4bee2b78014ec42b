"""roster/leaver-unsettled"""
