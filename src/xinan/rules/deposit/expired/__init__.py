"""deposit/expired"""
