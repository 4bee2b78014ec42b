"""wages/rate-out-of-range"""
