"""roster/unregistered"""
