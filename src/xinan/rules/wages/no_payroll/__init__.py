"""wages/no-payroll"""
