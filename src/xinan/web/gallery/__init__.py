"""The page that shows every component in all its states."""
