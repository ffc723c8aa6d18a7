"""Charts of all laws side by side, and what they leave open."""
