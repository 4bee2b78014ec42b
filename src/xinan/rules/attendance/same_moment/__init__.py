"""attendance/same-moment"""
