"""data_quality/payroll-silent"""
