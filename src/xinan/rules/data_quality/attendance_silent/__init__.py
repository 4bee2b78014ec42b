"""data_quality: attendance_silent"""
