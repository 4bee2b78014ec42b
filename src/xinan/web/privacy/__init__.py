"""Personal data: asking to see it in clear, and the log of who did."""
