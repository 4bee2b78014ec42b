"""roster/identity-invalid"""
