"""Charts of training against thinking, and what is served."""
