"""Where the items of a file come from, a module for each kind."""
