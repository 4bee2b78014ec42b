"""funding: no_transfer"""
