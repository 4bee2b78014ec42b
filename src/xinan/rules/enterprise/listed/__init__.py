"""enterprise/listed"""
