"""Relief: who is liable and why, who got how much, the bank's page, the funds with their book."""
