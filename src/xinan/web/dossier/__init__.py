"""The page of a case's file: its contents, its seal, and the exports of it."""
