"""The risk index on the screen: a project's panel and its rows, and the page that says how it is worked out."""
