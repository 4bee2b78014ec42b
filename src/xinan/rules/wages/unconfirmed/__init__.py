"""wages/unconfirmed"""
