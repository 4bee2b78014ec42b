"""account/outflow-not-wages"""
