"""wages/outlier"""
