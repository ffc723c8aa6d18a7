"""Parts of pages beside the board."""
