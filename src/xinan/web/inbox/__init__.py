"""The inbox: projects ranked by seriousness, and the chessboard of places and links above them."""
