"""funding: below_payable"""
