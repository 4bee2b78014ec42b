"""board/incomplete"""
