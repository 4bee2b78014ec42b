"""attendance/hand-typed"""
