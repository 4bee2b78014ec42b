"""data_quality: payroll_silent"""
