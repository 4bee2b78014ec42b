"""The file as something to hand over: one PDF, or an archive with its table of contents."""
