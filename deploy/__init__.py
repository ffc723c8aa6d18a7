"""How the app is served to many."""
