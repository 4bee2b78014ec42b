"""funding/no-transfer"""
