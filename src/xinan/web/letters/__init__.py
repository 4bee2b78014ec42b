"""Letters: the archive, one letter and what is done with it, the templates of an office."""
