"""wages: no_payroll"""
