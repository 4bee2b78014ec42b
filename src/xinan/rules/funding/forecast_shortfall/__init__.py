"""funding/forecast-shortfall"""
