"""deposit/too-small"""
