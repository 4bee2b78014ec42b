"""Where a worker is told to go: public bodies by place, with address, phone and hours, and since when that is so."""
