"""wages/uniform-pay"""
