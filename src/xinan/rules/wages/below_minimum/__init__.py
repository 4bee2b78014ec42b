"""wages/below-minimum"""
