"""wages: below_minimum"""
