"""funding: below_agreed"""
