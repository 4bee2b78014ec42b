"""account/no-movement"""
