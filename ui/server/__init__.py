"""What one process does for all visitors: its queue, memory, and files for the browser."""
