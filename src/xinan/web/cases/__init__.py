"""Cases: the lists, the page of one, what is done in it, the tasks it gives."""
