"""wages/disputed"""
