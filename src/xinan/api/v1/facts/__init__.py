"""Facts: batches and single ones."""
