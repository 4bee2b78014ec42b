"""The letters of casework: their kinds, what the product can fill in, how one is drafted from a proceeding."""
