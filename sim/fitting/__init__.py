"""Fits of a user's own runs: a table is read, five constants are fitted to it, and how far they may be off."""
