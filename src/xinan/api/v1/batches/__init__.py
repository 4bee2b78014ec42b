"""Batches: what became of them."""
