"""attendance/low-rate"""
