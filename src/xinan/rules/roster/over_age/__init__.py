"""roster/over-age"""
