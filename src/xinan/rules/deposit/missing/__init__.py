"""deposit/missing"""
