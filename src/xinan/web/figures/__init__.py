"""How warnings are handled, in figures; every figure opens the rows behind it."""
