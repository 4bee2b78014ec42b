"""data_quality/attendance-silent"""
