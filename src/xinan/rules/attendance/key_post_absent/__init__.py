"""attendance/key-post-absent"""
