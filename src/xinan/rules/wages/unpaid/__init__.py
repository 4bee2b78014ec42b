"""wages/unpaid"""
