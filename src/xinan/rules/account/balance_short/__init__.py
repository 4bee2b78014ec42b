"""account/balance-short"""
