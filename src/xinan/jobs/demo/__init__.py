"""The demo: a whole province on one machine, from nothing, in one command."""
