"""Any proceeding: how it stands, what may be done, its clocks, its story, its letters."""
