"""Which column of a firm's own sheet is which: proposed from titles and values, said by a person, remembered per firm."""
