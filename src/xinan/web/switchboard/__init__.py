"""The switchboard: every feed of every project, what is silent, refused, waiting, and one project's feeds in full."""
