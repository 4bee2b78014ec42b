"""Clues as people tell them, made from known projects and workers: what matching is measured against.

The noise is made by hand-written tables and knows nothing of the normaliser it is meant to test.
"""
