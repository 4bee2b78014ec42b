"""attendance/silent-site"""
