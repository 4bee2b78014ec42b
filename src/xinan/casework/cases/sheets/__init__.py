"""The law at the moves of a case's procedures: what a decision shows, asks and refuses."""
