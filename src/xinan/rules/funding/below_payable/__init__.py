"""funding/below-payable"""
