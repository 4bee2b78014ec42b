"""The questions of the interface, each by its method."""
