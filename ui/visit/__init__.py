"""What one visitor has: the session, its history and address, the open lesson."""
