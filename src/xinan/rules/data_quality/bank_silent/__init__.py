"""data_quality/bank-silent"""
