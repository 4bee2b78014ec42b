"""The worker's own page: no sign-in, made for a phone; and how a complaint stands."""
