"""board/missing"""
