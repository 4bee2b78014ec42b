"""Measures the product on this machine: `python -m tools.bench`, which is what `make bench` calls."""
