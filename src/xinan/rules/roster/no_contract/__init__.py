"""roster/no-contract"""
