"""roster/paid-not-present"""
