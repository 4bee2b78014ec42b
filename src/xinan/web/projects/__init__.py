"""One project on one page: chain, warnings with their evidence, month grid, account line, history, parties."""
