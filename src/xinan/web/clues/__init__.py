"""The one window: taking a clue, the list, a clue's page, what is done with it."""
