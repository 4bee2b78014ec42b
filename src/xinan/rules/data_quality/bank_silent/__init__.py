"""data_quality: bank_silent"""
