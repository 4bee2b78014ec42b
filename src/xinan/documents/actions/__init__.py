"""What is done to letters and their templates, one file a mutation."""
