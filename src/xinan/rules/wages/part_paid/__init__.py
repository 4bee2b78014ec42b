"""wages/part-paid"""
