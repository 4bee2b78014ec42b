"""roster/under-age"""
