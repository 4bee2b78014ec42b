"""How people handle a warning: a proceeding for each, opened and closed as the engine's findings come and go."""
