"""One file a command of `xinan`; jobs/cli.py lists and loads them."""
