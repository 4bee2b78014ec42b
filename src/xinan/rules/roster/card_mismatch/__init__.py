"""roster/card-mismatch"""
