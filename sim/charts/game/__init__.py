"""Charts of the pilot game."""
