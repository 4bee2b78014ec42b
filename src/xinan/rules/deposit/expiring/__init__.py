"""deposit/expiring"""
