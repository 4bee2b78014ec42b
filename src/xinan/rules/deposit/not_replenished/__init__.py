"""deposit/not-replenished"""
