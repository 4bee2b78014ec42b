"""enterprise/repeat"""
