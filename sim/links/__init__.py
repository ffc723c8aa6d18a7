"""What people share: links, what of a page they show, files to take away."""
