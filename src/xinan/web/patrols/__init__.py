"""Visits: the plan of a day, the visit on a phone, the calendar, and how many new projects were seen in time."""
