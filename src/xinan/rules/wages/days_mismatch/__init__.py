"""wages/days-mismatch"""
