"""account/closed-early"""
