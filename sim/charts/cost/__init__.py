"""Charts of the whole program, in dollars and in the world."""
