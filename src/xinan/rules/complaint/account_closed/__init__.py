"""complaint/account-closed"""
