"""What is done with what people send: one file a verb."""
