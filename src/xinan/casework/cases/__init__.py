"""Cases: what is investigated and closed for good, each with its two tracks, its people and nobody else's eyes."""
