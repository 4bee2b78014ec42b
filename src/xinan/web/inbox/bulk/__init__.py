"""One act on many projects: looked at first, with what it will not apply to and why; then done; undone where that is possible."""
