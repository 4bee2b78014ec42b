"""Sizes of columns."""

CODE_LENGTH = 40
KEY_LENGTH = 64
WORDS = 2000
