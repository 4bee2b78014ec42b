"""Figures of the law that an office enters: proposed by one person, approved by another, in force from a day."""
