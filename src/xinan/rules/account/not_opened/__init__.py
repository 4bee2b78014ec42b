"""account/not-opened"""
