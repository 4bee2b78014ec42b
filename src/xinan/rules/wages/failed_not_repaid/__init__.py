"""wages/failed-not-repaid"""
