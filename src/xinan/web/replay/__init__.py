"""A past day on the pages: which day is asked for, how to get to another and back, what a page says of it."""
