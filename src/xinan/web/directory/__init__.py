"""The directory of public bodies: read by offices, kept by the offices of the place, by hand or from a file."""
