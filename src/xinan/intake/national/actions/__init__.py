"""What changes something: a message kept, a message taken."""
