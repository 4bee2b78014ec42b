"""filing/no-payment-guarantee"""
