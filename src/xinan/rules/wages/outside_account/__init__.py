"""wages/outside-account"""
