"""Strangers' Word files: opened, judged and tried out in a process of their own."""
