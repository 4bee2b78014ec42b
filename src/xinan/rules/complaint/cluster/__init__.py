"""complaint/cluster"""
