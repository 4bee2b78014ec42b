"""What the boards ask of people, one file a mutation."""
