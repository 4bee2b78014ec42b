"""attendance/never-started"""
