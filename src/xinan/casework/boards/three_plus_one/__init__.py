"""The 3+1 board: hidden dangers found, channels open, investigations strict and fast, and hardship relieved."""
