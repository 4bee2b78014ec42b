"""What is done to files, one file a mutation."""
