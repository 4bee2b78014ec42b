"""funding/below-agreed"""
