"""account/no-agreement"""
